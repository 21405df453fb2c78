package org.alphapulse.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Gives instrument ids dense handles: 0 for the first, 1 for the next, for the life of the process.
 *
 * <p>One thread adds. Any number of threads look up at the same time, without locks; a reader sees an id at the latest
 * when it has seen anything that the writer did after adding it. Ids are never removed. Looking up does not allocate;
 * adding does when the table grows. Memory: 40 bytes an id and 8 to 16 bytes of index.
 */
public final class InstrumentTable {
    /** The handle of an id that was never added. */
    public static final int UNKNOWN = -1;

    private static final int WORDS = InstrumentId.LENGTH / Long.BYTES;
    private static final int SMALLEST = 16;
    private static final int GREATEST = Integer.MAX_VALUE / 2 / WORDS;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);

    private volatile Entries entries;

    /** Makes an empty table that grows as needed. */
    public InstrumentTable() {
        this(SMALLEST);
    }

    /**
     * Makes an empty table.
     *
     * @param expected number of ids that it takes before it grows, 1 to 214 million
     */
    public InstrumentTable(final int expected) {
        if (expected < 1 || expected > GREATEST) {
            throw new IllegalArgumentException("expected " + expected + ": allowed are 1 to " + GREATEST);
        }
        entries = new Entries(expected);
    }

    /**
     * Adds an id. For the writer's thread only.
     *
     * @param id to add
     * @return its handle, the same as before when it was there already
     */
    public int add(final InstrumentId id) {
        return add(id.word0(), id.word1(), id.word2(), id.word3(), id.word4());
    }

    /**
     * Adds an id given as five little-endian words. For the writer's thread only. The words are not checked.
     *
     * @param word0 bytes 0 to 7 of the id
     * @param word1 bytes 8 to 15
     * @param word2 bytes 16 to 23
     * @param word3 bytes 24 to 31
     * @param word4 bytes 32 to 39
     * @return its handle, the same as before when it was there already
     */
    public int add(final long word0, final long word1, final long word2, final long word3, final long word4) {
        Entries current = entries;
        final int known = current.find(word0, word1, word2, word3, word4);
        if (known != UNKNOWN) {
            return known;
        }
        if (current.size == current.capacity) {
            current = current.grown();
            entries = current;
        }
        return current.append(word0, word1, word2, word3, word4);
    }

    /**
     * Looks an id up.
     *
     * @param id to look for
     * @return its handle, or {@link #UNKNOWN}
     */
    public int find(final InstrumentId id) {
        return entries.find(id.word0(), id.word1(), id.word2(), id.word3(), id.word4());
    }

    /**
     * Looks an id up that is given as five little-endian words.
     *
     * @param word0 bytes 0 to 7 of the id
     * @param word1 bytes 8 to 15
     * @param word2 bytes 16 to 23
     * @param word3 bytes 24 to 31
     * @param word4 bytes 32 to 39
     * @return its handle, or {@link #UNKNOWN}
     */
    public int find(final long word0, final long word1, final long word2, final long word3, final long word4) {
        return entries.find(word0, word1, word2, word3, word4);
    }

    /**
     * Looks an id up that is given as 40 bytes.
     *
     * @param bytes  holds the id
     * @param offset of its first byte
     * @return its handle, or {@link #UNKNOWN}
     */
    public int find(final byte[] bytes, final int offset) {
        return entries.find(
                Words.get(bytes, offset),
                Words.get(bytes, offset + 8),
                Words.get(bytes, offset + 16),
                Words.get(bytes, offset + 24),
                Words.get(bytes, offset + 32));
    }

    /**
     * One word of an id, without allocating.
     *
     * @param handle given by this table
     * @param index  0 to 4
     * @return eight bytes of the id, little endian
     */
    public long word(final int handle, final int index) {
        return entries.words[handle * WORDS + index];
    }

    /**
     * The id of a handle, as a new value.
     *
     * @param handle given by this table
     * @return the id that was added
     */
    public InstrumentId id(final int handle) {
        return new InstrumentId(word(handle, 0), word(handle, 1), word(handle, 2), word(handle, 3), word(handle, 4));
    }

    /**
     * How many ids there are. On the writer's thread exact; elsewhere at least as many as the reader has learnt of.
     *
     * @return one more than the greatest handle
     */
    public int size() {
        return entries.size;
    }

    /** Arrays of one size: replaced whole when full, so that a reader never sees a half-moved index. */
    private static final class Entries {
        final int capacity;
        final long[] words;
        final int[] slots;
        volatile int size;

        Entries(final int capacity) {
            this.capacity = capacity;
            words = new long[capacity * WORDS];
            slots = new int[Integer.highestOneBit(Math.max(1, capacity - 1)) << 2];
        }

        Entries grown() {
            final Entries larger = new Entries(Math.min(GREATEST, capacity * 2));
            for (int handle = 0; handle < size; handle++) {
                final int at = handle * WORDS;
                larger.append(words[at], words[at + 1], words[at + 2], words[at + 3], words[at + 4]);
            }
            return larger;
        }

        int find(final long word0, final long word1, final long word2, final long word3, final long word4) {
            final int mask = slots.length - 1;
            int slot = hash(word0, word1, word2, word3, word4) & mask;
            int found = (int) SLOT.getAcquire(slots, slot);
            while (found != 0) {
                final int at = (found - 1) * WORDS;
                if (words[at + 2] == word2
                        && words[at + 1] == word1
                        && words[at] == word0
                        && words[at + 3] == word3
                        && words[at + 4] == word4) {
                    return found - 1;
                }
                slot = (slot + 1) & mask;
                found = (int) SLOT.getAcquire(slots, slot);
            }
            return UNKNOWN;
        }

        int append(final long word0, final long word1, final long word2, final long word3, final long word4) {
            final int handle = size;
            final int at = handle * WORDS;
            words[at] = word0;
            words[at + 1] = word1;
            words[at + 2] = word2;
            words[at + 3] = word3;
            words[at + 4] = word4;
            final int mask = slots.length - 1;
            int slot = hash(word0, word1, word2, word3, word4) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            SLOT.setRelease(slots, slot, handle + 1);
            size = handle + 1;
            return handle;
        }

        /** Five independent products, so that the processor can compute them at once, then a finaliser. */
        private static int hash(
                final long word0, final long word1, final long word2, final long word3, final long word4) {
            final long sum = word0 * 0x9E3779B97F4A7C15L
                    + word1 * 0xC2B2AE3D27D4EB4FL
                    + word2 * 0x165667B19E3779F9L
                    + word3 * 0xD6E8FEB86659FD93L
                    + word4 * 0xA0761D6478BD642FL;
            final long mixed = (sum ^ (sum >>> 32)) * 0xE7037ED1A0B428DBL;
            return (int) (mixed ^ (mixed >>> 29));
        }
    }
}
