package org.alphapulse.collector.evm;

/** Hashes of the newest blocks of the branch that was told. One thread. */
final class Blocks {
    static final int KEPT = 256;

    private final long[] numbers = new long[KEPT];
    private final long[] words = new long[4 * KEPT];
    private long head = -1;
    private long lowest;

    Blocks() {
        clear();
    }

    void clear() {
        java.util.Arrays.fill(numbers, -1);
        head = -1;
    }

    /** The newest block's number; -1 if there is none. */
    long head() {
        return head;
    }

    /** The number of the first block since it was cleared, below which no way leads. */
    long lowest() {
        return lowest;
    }

    void add(long number, long[] hash) {
        if (head < 0) {
            lowest = number;
        }
        final int slot = (int) (number & KEPT - 1);
        numbers[slot] = number;
        System.arraycopy(hash, 0, words, 4 * slot, 4);
        head = number;
    }

    boolean knows(long number) {
        return number >= 0 && number <= head && numbers[(int) (number & KEPT - 1)] == number;
    }

    boolean is(long number, long[] hash) {
        final int at = 4 * (int) (number & KEPT - 1);
        return knows(number)
                && words[at] == hash[0]
                && words[at + 1] == hash[1]
                && words[at + 2] == hash[2]
                && words[at + 3] == hash[3];
    }

    /** Forgets what is above a block. */
    void truncate(long number) {
        head = Math.min(head, number);
    }

    /** The hash in hexadecimal. */
    String text(long number) {
        final int at = 4 * (int) (number & KEPT - 1);
        final StringBuilder text = new StringBuilder(66).append("0x");
        for (int i = 0; i < 4; i++) {
            text.append(String.format("%016x", words[at + i]));
        }
        return text.toString();
    }
}
