package org.alphapulse.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends transactions of the development accounts with nonces of its own, so that a hundred can be on their way at once.
 * Thread-safe; rewriting history waits for sends under way and starts nonces anew.
 */
final class Transactions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int IMPATIENT_POLLS = 40;
    private static final long POLL_MILLIS = 5;

    private final Rpc rpc;
    private final Map<String, Long> nonces = new HashMap<>();

    Transactions(Rpc rpc) {
        this.rpc = rpc;
    }

    /** Hands a transaction to the node and returns its hash. */
    synchronized String submit(Account from, Transaction transaction) {
        long nonce = nonces.computeIfAbsent(from.address(), this::nextNonce);
        String hash;
        try {
            hash = rpc.call("eth_sendTransaction", transaction.json(from.address(), nonce))
                    .asText();
        } catch (RpcException refused) {
            // Somebody else may have used the account: ask again next time.
            nonces.remove(from.address());
            throw refused;
        }
        nonces.put(from.address(), nonce + 1);
        return hash;
    }

    /** The address that the account's next creation will have. */
    synchronized String nextCreated(Account from) {
        return Abi.createdAddress(from.address(), nonces.computeIfAbsent(from.address(), this::nextNonce));
    }

    Optional<Receipt> find(String hash) {
        JsonNode receipt = rpc.call("eth_getTransactionReceipt", hash);
        return receipt.isObject() ? Optional.of(Receipt.of(receipt)) : Optional.empty();
    }

    /** Waits until a transaction is mined. */
    Receipt await(String hash) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int poll = 0; System.nanoTime() < deadline; poll++) {
            Optional<Receipt> receipt = find(hash);
            if (receipt.isPresent()) {
                return receipt.get();
            }
            try {
                Thread.sleep(poll < IMPATIENT_POLLS ? 0 : POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + hash, interrupted);
            }
        }
        throw new IllegalStateException("transaction " + hash + " was not mined within " + PATIENCE);
    }

    /** Changes history while nothing is being sent; what our accounts have pending is dropped, as its nonces may not fit. */
    synchronized <T> T rewrite(Supplier<T> change) {
        T result = change.get();
        nonces.keySet().forEach(address -> rpc.call("anvil_removePoolTransactions", address));
        nonces.clear();
        return result;
    }

    private long nextNonce(String address) {
        return Long.decode(
                rpc.call("eth_getTransactionCount", address, "pending").asText());
    }
}
