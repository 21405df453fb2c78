package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Rpc;

/** What the chain itself says: its blocks with all logs, and the receipts of our trades. Knows nothing of the engine. */
final class Chronicle {
    private static final String EXECUTED = "0x7dd684d9b29996680eb4c0ae7461d9983dadb8ebf5e04b3e99fae858334861b4";

    /**
     * A block.
     *
     * @param number its height
     * @param baseFeeWei its base fee
     * @param logs in their order
     * @param trades ours, in their order
     */
    record Block(long number, long baseFeeWei, List<JsonNode> logs, List<Trade> trades) {}

    /**
     * One of our transactions.
     *
     * @param block its height
     * @param index in the block
     * @param hash of the transaction
     * @param calldata as the chain has it
     * @param filled whether it was not reverted
     * @param token in which the profit is, as an address; empty if it was reverted
     * @param profit after the lender's fee
     * @param gasWei paid for gas
     */
    record Trade(
            long block,
            int index,
            String hash,
            byte[] calldata,
            boolean filled,
            String token,
            BigInteger profit,
            BigInteger gasWei) {}

    private final LocalChain chain;
    private final Trader trader;
    private final List<Block> blocks = new ArrayList<>();
    private long filled;
    private long reverted;
    private long head;

    /** Begins after a block. */
    Chronicle(LocalChain chain, Trader trader, long after) {
        this.chain = chain;
        this.trader = trader;
        this.head = after;
    }

    /** Takes over all blocks that are new. */
    void follow() {
        final long newest = chain.blockNumber();
        while (head < newest) {
            head++;
            blocks.add(read(head));
        }
    }

    private Block read(long number) {
        final String tag = "0x" + Long.toHexString(number);
        final JsonNode block = chain.rpc().call("eth_getBlockByNumber", tag, true);
        final List<JsonNode> logs = new ArrayList<>();
        chain.rpc()
                .call("eth_getLogs", java.util.Map.of("fromBlock", tag, "toBlock", tag))
                .forEach(logs::add);
        final List<JsonNode> own = new ArrayList<>();
        for (final JsonNode transaction : block.path("transactions")) {
            if (trader.isTrade(transaction)) {
                own.add(transaction);
            }
        }
        final List<Rpc.Request> wanted = own.stream()
                .map(transaction -> Rpc.Request.of(
                        "eth_getTransactionReceipt", transaction.path("hash").asText()))
                .toList();
        final List<JsonNode> receipts = chain.rpc().batch(wanted);
        final List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            trades.add(trade(number, own.get(i), receipts.get(i)));
        }
        return new Block(number, number(block.path("baseFeePerGas")).longValueExact(), logs, trades);
    }

    private Trade trade(long block, JsonNode transaction, JsonNode receipt) {
        final boolean success = "0x1".equals(receipt.path("status").asText());
        String token = "";
        BigInteger profit = BigInteger.ZERO;
        for (final JsonNode log : receipt.path("logs")) {
            if (EXECUTED.equals(log.path("topics").path(0).asText())) {
                token = "0x" + log.path("topics").path(1).asText().substring(26);
                profit = new BigInteger(log.path("data").asText().substring(66), 16);
            }
        }
        if (success) {
            filled++;
        } else {
            reverted++;
        }
        return new Trade(
                block,
                number(transaction.path("transactionIndex")).intValueExact(),
                transaction.path("hash").asText(),
                Trader.bytes(transaction.path("input").asText()),
                success,
                token,
                profit,
                number(receipt.path("gasUsed")).multiply(number(receipt.path("effectiveGasPrice"))));
    }

    static BigInteger number(JsonNode quantity) {
        return new BigInteger(quantity.asText().substring(2), 16);
    }

    List<Block> blocks() {
        return blocks;
    }

    List<Trade> trades() {
        return blocks.stream().flatMap(block -> block.trades().stream()).toList();
    }

    long head() {
        return head;
    }

    long filled() {
        return filled;
    }

    long reverted() {
        return reverted;
    }
}
