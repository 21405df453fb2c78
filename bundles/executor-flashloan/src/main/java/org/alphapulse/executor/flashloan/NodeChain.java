package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.JsonValue;
import org.alphapulse.chain.RpcException;

/** The chain through its nodes. */
final class NodeChain implements Chain {
    /** Topic of {@code Executed(address,uint256,uint256)}, the contract's event of a trade. */
    private static final String EXECUTED = "0x7dd684d9b29996680eb4c0ae7461d9983dadb8ebf5e04b3e99fae858334861b4";

    private static final int WORD_DIGITS = 64;

    private final ChainClient client;
    private final String contract;

    NodeChain(String nodes, String contract) {
        this.client = new ChainClient(ChainSettings.of(nodes));
        this.contract = contract;
    }

    @Override
    public Head latest() {
        return head(client.latest());
    }

    @Override
    public Optional<Head> header(long number) {
        return client.header(number).map(NodeChain::head);
    }

    private static Head head(BlockHeader header) {
        return new Head(
                header.number(),
                header.hash(),
                header.parentHash(),
                header.baseFeeWei().longValueExact());
    }

    @Override
    public long nonce(String account, boolean withPool) {
        return client.nonce(account, withPool ? "pending" : "latest");
    }

    @Override
    public Optional<Mined> receipt(String hash) {
        final JsonValue receipt = client.receipt(hash);
        if (receipt.isMissing()) {
            return Optional.empty();
        }
        return Optional.of(new Mined(
                receipt.get("status").number() == 1,
                receipt.get("blockNumber").number(),
                receipt.get("blockHash").text(),
                receipt.get("transactionIndex").number(),
                receipt.get("gasUsed").number(),
                receipt.get("effectiveGasPrice").number(),
                profit(receipt)));
    }

    /** The second word of the event's data, after the amount that went in. */
    private BigInteger profit(JsonValue receipt) {
        for (final JsonValue log : receipt.get("logs").elements()) {
            final String data = log.get("data").text();
            if (log.get("address").text().equalsIgnoreCase(contract)
                    && !log.get("topics").elements().isEmpty()
                    && log.get("topics").elements().get(0).text().equals(EXECUTED)
                    && data.length() == 2 + 2 * WORD_DIGITS) {
                return new BigInteger(data.substring(2 + WORD_DIGITS), 16);
            }
        }
        return BigInteger.ZERO;
    }

    @Override
    public boolean knows(String hash) {
        return !client.call("eth_getTransactionByHash", hash).isMissing();
    }

    @Override
    public String refusal(String from, String to, String data, long gas) {
        try {
            client.call("eth_call", Map.of("from", from, "to", to, "data", data, "gas", Hex.quantity(gas)), "latest");
            return "";
        } catch (RpcException refused) {
            return refused.getMessage() + (refused.data().isEmpty() ? "" : " " + refused.data());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
