package org.alphapulse.market;

import java.util.Arrays;

/**
 * Order books of limited depth as a structure of arrays; the write side, for the one writer. Each side keeps its best
 * {@value #DEPTH} levels in order; a level that falls off the end is forgotten until the venue sends it again.
 */
public final class OrderBooks {
    static final int DEPTH = 256;

    long[] prices = new long[0];
    long[] sizes = new long[0];
    int[] depths = new int[0];
    byte[] status = new byte[0];
    long[] sequence = new long[0];
    long[] version = new long[0];
    int count;
    private final BookView view = new BookView(this);

    OrderBooks() {}

    BookView view() {
        return view;
    }

    static int at(final int book, final boolean bid) {
        return (2 * book + (bid ? 0 : 1)) * DEPTH;
    }

    /** Adds a book as {@link BookStatus#STALE}; returns its handle. Allocates. */
    public int add() {
        if (count == status.length) {
            final int size = count + (count >> 1) + 8;
            prices = Arrays.copyOf(prices, size * 2 * DEPTH);
            sizes = Arrays.copyOf(sizes, size * 2 * DEPTH);
            depths = Arrays.copyOf(depths, size * 2);
            status = Arrays.copyOf(status, size);
            sequence = Arrays.copyOf(sequence, size);
            version = Arrays.copyOf(version, size);
        }
        status[count] = (byte) BookStatus.STALE.code();
        return count++;
    }

    /** Forgets all books, so that handles begin anew; before anybody has one. */
    public void clear() {
        count = 0;
        Arrays.fill(depths, 0);
    }

    /** Empties a book to take a snapshot; it stays {@link BookStatus#RESYNCING} until {@link #endSnapshot}. */
    public void beginSnapshot(final int book) {
        reset(book, BookStatus.RESYNCING);
    }

    /** Ends a snapshot and makes the book usable. */
    public void endSnapshot(final int book, final long sequenceNumber) {
        sequence[book] = sequenceNumber;
        status[book] = (byte) BookStatus.SYNCED.code();
        version[book]++;
    }

    /** Empties a book, for example after a gap or a lost connection. */
    public void reset(final int book, final BookStatus reason) {
        depths[2 * book] = 0;
        depths[2 * book + 1] = 0;
        status[book] = (byte) reason.code();
        version[book]++;
    }

    /** Marks a book as stale without emptying it, or as synced again. */
    public void mark(final int book, final BookStatus newStatus) {
        status[book] = (byte) newStatus.code();
        version[book]++;
    }

    /** The last of the changes with this sequence number has been applied. */
    public void sequence(final int book, final long sequenceNumber) {
        sequence[book] = sequenceNumber;
        version[book]++;
    }

    /**
     * Sets the size at a price, in a snapshot or as a change; a size of zero removes the level.
     *
     * @return whether the level lies within the depth that is kept
     */
    public boolean level(final int book, final boolean bid, final long price, final long size) {
        final int base = at(book, bid);
        final int side = 2 * book + (bid ? 0 : 1);
        final int n = depths[side];
        final int i = find(base, n, bid, price);
        final boolean present = i < n && prices[base + i] == price;
        if (size == 0) {
            if (present) {
                shift(base + i + 1, base + i, n - i - 1);
                depths[side] = n - 1;
            }
            return true;
        }
        if (!present) {
            if (i == DEPTH) {
                return false;
            }
            final int kept = Math.min(n, DEPTH - 1);
            shift(base + i, base + i + 1, kept - i);
            depths[side] = kept + 1;
            prices[base + i] = price;
        }
        sizes[base + i] = size;
        return true;
    }

    private void shift(final int from, final int to, final int length) {
        System.arraycopy(prices, from, prices, to, length);
        System.arraycopy(sizes, from, sizes, to, length);
    }

    /** First level that is not better than the price. Changes are mostly near the top, so the search gallops. */
    private int find(final int base, final int n, final boolean bid, final long price) {
        int low = 0;
        int high = n;
        int probe = 0;
        while (probe < n && better(prices[base + probe], price, bid)) {
            low = probe + 1;
            probe = 2 * probe + 1;
        }
        high = Math.min(probe, high);
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (better(prices[base + middle], price, bid)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean better(final long a, final long b, final boolean bid) {
        return bid ? a > b : a < b;
    }
}
