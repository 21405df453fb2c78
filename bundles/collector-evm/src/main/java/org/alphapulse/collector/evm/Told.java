package org.alphapulse.collector.evm;

/**
 * Which logs of the block under way were told already: by their index, and by the text in which the node notified them, because its answer
 * about the whole block repeats them in the same words; and which pools they changed. Does not allocate once it is large enough. One thread.
 */
final class Told {
    private long[] bits = new long[64];
    private int used;
    /** Logs that changed a pool: its number above their index. */
    private long[] changes = new long[256];

    private int changeCount;
    private long highest = -1;
    private boolean any;
    private byte[] texts = new byte[1 << 15];
    private int[] ends = new int[64];
    private int count;
    private int next;

    void clear() {
        java.util.Arrays.fill(bits, 0, used, 0);
        used = 0;
        changeCount = 0;
        highest = -1;
        any = false;
        count = 0;
        next = 0;
    }

    /** Notes that a log that was told changed a pool, given by its number. */
    void changed(int pool, long index) {
        if (changeCount == changes.length) {
            changes = java.util.Arrays.copyOf(changes, 2 * changeCount);
        }
        changes[changeCount++] = (long) pool << Integer.SIZE | index;
        highest = Math.max(highest, index);
    }

    /** Whether a log after one changed its pool already. */
    boolean hasLater(int pool, long index) {
        if (index >= highest) {
            return false;
        }
        final long one = (long) pool << Integer.SIZE | index;
        for (int i = 0; i < changeCount; i++) {
            if (changes[i] > one && changes[i] >>> Integer.SIZE == pool) {
                return true;
            }
        }
        return false;
    }

    /** Keeps the text of a log that was told. */
    void keep(byte[] text, int at, int length) {
        final int from = count == 0 ? 0 : ends[count - 1];
        if (from + length > texts.length) {
            texts = java.util.Arrays.copyOf(texts, Math.max(from + length, 2 * texts.length));
        }
        if (count == ends.length) {
            ends = java.util.Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(text, at, texts, from, length);
        ends[count++] = from + length;
    }

    /** Begins again with the texts in the order in which they were kept. */
    void rewind() {
        next = 0;
    }

    /** The length of the next text kept if that is what stands there, else 0. */
    int repeated(byte[] text, int at, int end) {
        if (next == count) {
            return 0;
        }
        final int from = next == 0 ? 0 : ends[next - 1];
        final int length = ends[next] - from;
        if (length > end - at || !java.util.Arrays.equals(texts, from, from + length, text, at, at + length)) {
            return 0;
        }
        next++;
        return length;
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
