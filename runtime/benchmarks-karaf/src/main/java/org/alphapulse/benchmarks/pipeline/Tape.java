package org.alphapulse.benchmarks.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * The messages, played round and round. Each is copied to where a connection would have read it, and its block set to the present one:
 * height, hashes and, so that no market seems stale, time, whose places are found once. One thread.
 */
final class Tape {
    /** Height of the block before the first. */
    static final long FIRST_BLOCK = 0x1000000;

    private static final int DIGITS = 7;
    private static final int HASH_DIGITS = 64;
    private static final int TIME_DIGITS = 8;
    private static final long SECOND_MS = 1_000;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final PipelineInput input;
    private final int[] numberAt;
    private final int[] hashAt;
    private final int[] parentAt;
    private final int[] timeAt;
    private final byte[] buffer;
    private volatile boolean arbitragesOnly;
    private int next;
    private long block = FIRST_BLOCK + 1;

    Tape(PipelineInput input) {
        this.input = input;
        final int count = input.messages().length;
        numberAt = new int[count];
        hashAt = new int[count];
        parentAt = new int[count];
        timeAt = new int[count];
        int longest = 0;
        for (int i = 0; i < count; i++) {
            longest = Math.max(longest, input.messages()[i].length);
            final String text = new String(input.messages()[i], StandardCharsets.US_ASCII);
            final boolean head = input.kinds()[i] == PipelineInput.HEAD;
            numberAt[i] = after(text, head ? "\"number\":\"0x" : "\"blockNumber\":\"0x");
            hashAt[i] = after(text, head ? "\"hash\":\"0x" : "\"blockHash\":\"0x") + HASH_DIGITS - DIGITS;
            parentAt[i] = head ? after(text, "\"parentHash\":\"0x") + HASH_DIGITS - DIGITS : 0;
            timeAt[i] = head ? after(text, "\"timestamp\":\"0x") : 0;
        }
        buffer = new byte[longest];
    }

    private static int after(String text, String name) {
        final int at = text.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("a message without " + name + ": " + text);
        }
        return at + name.length();
    }

    /** Leaves out all messages but those with an arbitrage and the ones after them, or no longer. Any thread. */
    void arbitragesOnly(boolean now) {
        arbitragesOnly = now;
    }

    /** Puts the next message, as of now, into {@link #buffer}; returns its index. */
    int take() {
        int taken = next;
        while (arbitragesOnly && !isArbitrage(taken) && !isArbitrage(taken - 1)) {
            taken = taken + 1 == numberAt.length ? 0 : taken + 1;
        }
        next = taken + 1 == numberAt.length ? 0 : taken + 1;
        final byte[] message = input.messages()[taken];
        System.arraycopy(message, 0, buffer, 0, message.length);
        put(numberAt[taken], DIGITS, block);
        put(hashAt[taken], DIGITS, block);
        if (parentAt[taken] != 0) {
            put(parentAt[taken], DIGITS, block - 1);
            put(timeAt[taken], TIME_DIGITS, System.currentTimeMillis() / SECOND_MS);
        }
        if (parentAt[taken] != 0 || arbitragesOnly) {
            block++;
        }
        return taken;
    }

    private boolean isArbitrage(int index) {
        return index >= 0 && input.kinds()[index] == PipelineInput.ARBITRAGE;
    }

    /** Holds the message taken last. */
    byte[] buffer() {
        return buffer;
    }

    private void put(int at, int digits, long value) {
        for (int i = 0; i < digits; i++) {
            buffer[at + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 15];
        }
    }
}
