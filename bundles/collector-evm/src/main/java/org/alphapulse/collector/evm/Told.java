package org.alphapulse.collector.evm;

/** Which logs of the block under way were told already, by their index. Does not allocate once it is large enough. One thread. */
final class Told {
    private long[] bits = new long[64];
    private int used;
    private boolean any;

    void clear() {
        java.util.Arrays.fill(bits, 0, used, 0);
        used = 0;
        any = false;
    }

    boolean any() {
        return any;
    }

    boolean contains(long index) {
        final int word = (int) (index >>> 6);
        return word < used && (bits[word] >>> (index & 63) & 1) != 0;
    }

    void add(long index) {
        final int word = (int) (index >>> 6);
        if (word >= bits.length) {
            bits = java.util.Arrays.copyOf(bits, Math.max(word + 1, 2 * bits.length));
        }
        bits[word] |= 1L << (index & 63);
        used = Math.max(used, word + 1);
        any = true;
    }
}
