package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;

/** Holds a ledger against the blocks of the chain: nothing lost, nothing sent twice, nonces without a hole. */
final class Reckoning {
    private final LocalChain chain;
    private final String account;
    private final long firstBlock;
    private final long firstNonce;

    Reckoning(LocalChain chain, String account) {
        this.chain = chain;
        this.account = account;
        this.firstBlock = chain.blockNumber() + 1;
        this.firstNonce = nonce();
    }

    long nonce() {
        return Long.decode(
                chain.rpc().call("eth_getTransactionCount", account, "latest").asText());
    }

    /** Checks all; gives the number of the account's transactions. */
    int check(TradeLedger ledger) {
        assertEquals(List.of(), ledger.open(), "plans without a result");
        final Map<String, JsonNode> onChain = transactions();
        final Set<String> accounted = new HashSet<>();
        for (final LedgerEntry entry : ledger.newest(10_000)) {
            final List<String> mined =
                    entry.hashes().stream().filter(onChain::containsKey).toList();
            assertTrue(mined.size() <= 1, () -> "sent twice: " + entry);
            final Settlement end = entry.settlement().orElseThrow();
            assertEquals(mined.isEmpty(), end.blockNumber() == 0, () -> entry + " against " + mined);
            for (final String hash : mined) {
                assertTrue(accounted.add(hash), () -> "two plans have the transaction " + hash);
                assertEquals(hash, end.transactionHash());
                final boolean success = chain.receipt(hash).success();
                assertTrue(
                        end.outcome() == Outcome.EXPIRED || success == (end.outcome() == Outcome.FILLED),
                        () -> entry + " but on the chain its success is " + success);
            }
        }
        assertEquals(onChain.keySet(), accounted, "transactions that no plan accounts for");
        assertEquals(nonce() - firstNonce, accounted.size(), "each nonce has its plan");
        return accounted.size();
    }

    private Map<String, JsonNode> transactions() {
        final Map<String, JsonNode> found = new HashMap<>();
        final long newest = chain.blockNumber();
        for (long number = firstBlock; number <= newest; number++) {
            final JsonNode block = chain.rpc().call("eth_getBlockByNumber", "0x" + Long.toHexString(number), true);
            for (final JsonNode transaction : block.path("transactions")) {
                if (account.equalsIgnoreCase(transaction.path("from").asText())) {
                    found.put(transaction.path("hash").asText(), transaction);
                }
            }
        }
        return found;
    }
}
