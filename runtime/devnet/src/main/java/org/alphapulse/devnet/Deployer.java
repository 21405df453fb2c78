package org.alphapulse.devnet;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queues transactions and mines them in blocks of its own making: the same queue gives the same blocks, with the same times.
 * Addresses of created contracts are known before they are mined. Not thread-safe.
 */
final class Deployer {
    /** Block times of a deployment count from here, so that its state does not depend on the day. */
    static final long GENESIS_SECONDS = 1_700_000_000L;

    private static final long CREATE_GAS = 14_000_000;
    private static final int BATCH = 200;

    private final Rpc rpc;
    private final String sender;
    private final Map<String, Long> nonces = new HashMap<>();
    private final List<Map<String, String>> queue = new ArrayList<>();
    private long time = GENESIS_SECONDS;

    Deployer(Rpc rpc, String sender) {
        this.rpc = rpc;
        this.sender = sender;
    }

    String sender() {
        return sender;
    }

    /** Creates a contract from its bytecode and the arguments of its constructor. */
    String create(String bytecode, String types, Object... arguments) {
        String address = Abi.createdAddress(sender, nonces.getOrDefault(sender, 0L));
        enqueue(sender, null, bytecode + Abi.encode(types, arguments), CREATE_GAS, BigInteger.ZERO);
        return address;
    }

    void invoke(String to, String signature, Object... arguments) {
        enqueue(sender, to, Abi.call(signature, arguments), CREATE_GAS, BigInteger.ZERO);
    }

    void invokeAs(String from, String to, String signature, Object... arguments) {
        enqueue(from, to, Abi.call(signature, arguments), 200_000, BigInteger.ZERO);
    }

    void pay(String from, String to, String data, BigInteger wei) {
        enqueue(from, to, data, 200_000, wei);
    }

    /** Mines what is queued and insists that nothing was reverted. */
    void mine() {
        List<String> hashes = new ArrayList<>();
        for (int from = 0; from < queue.size(); from += BATCH) {
            List<Rpc.Request> batch = new ArrayList<>();
            for (Map<String, String> transaction : queue.subList(from, Math.min(queue.size(), from + BATCH))) {
                batch.add(Rpc.Request.of("eth_sendTransaction", transaction));
            }
            rpc.batch(batch).forEach(hash -> hashes.add(hash.asText()));
        }
        time += 1;
        rpc.call("evm_mine", "0x" + Long.toHexString(time));
        List<Rpc.Request> receipts = hashes.stream()
                .map(hash -> Rpc.Request.of("eth_getTransactionReceipt", hash))
                .toList();
        List<com.fasterxml.jackson.databind.JsonNode> results = rpc.batch(receipts);
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).path("status").asText().equals("0x1")) {
                throw new IllegalStateException(
                        "deployment failed at " + describe(queue.get(i)) + ": " + results.get(i));
            }
        }
        queue.clear();
    }

    /** Reads several values in one message; each element of the answer is one call's return values. */
    List<List<Object>> read(String returns, List<String[]> toAndData) {
        List<Rpc.Request> batch = toAndData.stream()
                .map(call -> Rpc.Request.of("eth_call", Map.of("to", call[0], "data", call[1]), "latest"))
                .toList();
        return rpc.batch(batch).stream()
                .map(result -> Abi.decode(returns, result.asText()))
                .toList();
    }

    String readAddress(String to, String signature, Object... arguments) {
        return (String) read("(address)", List.<String[]>of(new String[] {to, Abi.call(signature, arguments)}))
                .get(0)
                .get(0);
    }

    private void enqueue(String from, String to, String data, long gas, BigInteger wei) {
        long nonce = nonces.merge(from, 1L, Long::sum) - 1;
        Map<String, String> transaction = new HashMap<>();
        transaction.put("from", from);
        if (to != null) {
            transaction.put("to", to);
        }
        transaction.put("data", data);
        transaction.put("value", "0x" + wei.toString(16));
        transaction.put("gas", "0x" + Long.toHexString(gas));
        transaction.put("nonce", "0x" + Long.toHexString(nonce));
        transaction.put("maxFeePerGas", "0x174876e800");
        transaction.put("maxPriorityFeePerGas", "0x0");
        queue.add(transaction);
    }

    private static String describe(Map<String, String> transaction) {
        String data = transaction.get("data");
        return transaction.get("to") + " " + data.substring(0, Math.min(data.length(), 80));
    }
}
