package org.alphapulse.market;

/**
 * Order books by dense handle, read in place on the writer's thread. Prices and sizes are fixed-point longs in the units
 * that the writer uses for the instrument. Level 0 is the best.
 */
public final class BookView {
    private final OrderBooks b;

    BookView(final OrderBooks books) {
        this.b = books;
    }

    /** Number of books. */
    public int count() {
        return b.count;
    }

    /** The greatest number of levels a side can hold. */
    public int maxDepth() {
        return OrderBooks.DEPTH;
    }

    /** Whether the book may be used. */
    public BookStatus status(final int book) {
        return BookStatus.of(b.status[book]);
    }

    /** Sequence number of the last change, in the venue's numbering. */
    public long sequence(final int book) {
        return b.sequence[book];
    }

    /** Counts the changes of the book and its status. */
    public long version(final int book) {
        return b.version[book];
    }

    /** Number of levels on a side. */
    public int depth(final int book, final boolean bid) {
        return b.depths[2 * book + (bid ? 0 : 1)];
    }

    /** Price of a level; the level must be below {@link #depth}. */
    public long price(final int book, final boolean bid, final int level) {
        return b.prices[OrderBooks.at(book, bid) + level];
    }

    /** Size of a level; the level must be below {@link #depth}. */
    public long size(final int book, final boolean bid, final int level) {
        return b.sizes[OrderBooks.at(book, bid) + level];
    }

    /** Whether the best bid is at or above the best ask. */
    public boolean crossed(final int book) {
        return depth(book, true) > 0 && depth(book, false) > 0 && price(book, true, 0) >= price(book, false, 0);
    }
}
