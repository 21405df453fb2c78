package org.alphapulse.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a mined transaction.
 *
 * @param transactionHash 32 bytes
 * @param from who sent it
 * @param success whether it was not reverted
 * @param blockNumber the block it is in
 * @param blockHash that block's hash
 * @param gasUsed by the whole transaction
 * @param contractAddress the contract created, or empty
 * @param logs in order of emission
 */
public record Receipt(
        String transactionHash,
        String from,
        boolean success,
        long blockNumber,
        String blockHash,
        long gasUsed,
        String contractAddress,
        List<Log> logs) {
    /**
     * Insists on success.
     *
     * @return this
     * @throws IllegalStateException if the transaction was reverted
     */
    public Receipt requireSuccess() {
        if (!success) {
            throw new IllegalStateException("transaction " + transactionHash + " was reverted in block " + blockNumber);
        }
        return this;
    }

    /**
     * The first event of a signature.
     *
     * @param signature such as {@code Sync(uint112,uint112)}
     * @return the event
     * @throws IllegalStateException if there is none
     */
    public Log log(String signature) {
        return logs.stream()
                .filter(log -> log.is(signature))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + signature + " in " + transactionHash));
    }

    static Receipt of(JsonNode json) {
        List<Log> logs = new ArrayList<>();
        for (JsonNode log : json.path("logs")) {
            List<String> topics = new ArrayList<>();
            log.path("topics").forEach(topic -> topics.add(topic.asText()));
            logs.add(new Log(
                    log.path("address").asText(),
                    List.copyOf(topics),
                    log.path("data").asText()));
        }
        return new Receipt(
                json.path("transactionHash").asText(),
                json.path("from").asText(),
                json.path("status").asText().equals("0x1"),
                quantity(json.path("blockNumber")).longValueExact(),
                json.path("blockHash").asText(),
                quantity(json.path("gasUsed")).longValueExact(),
                json.path("contractAddress").asText("").replace("null", ""),
                List.copyOf(logs));
    }

    private static BigInteger quantity(JsonNode hex) {
        return new BigInteger(hex.asText().substring(2), 16);
    }
}
