package org.alphapulse.engine.market;

import java.util.Arrays;
import org.alphapulse.market.BookStatus;
import org.alphapulse.market.OrderBooks;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.L2DeltaFlyweight;
import org.alphapulse.protocol.L2ResetFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/**
 * Applies the messages of exchanges to the order books. A change that does not follow on the last one makes the book STALE until the
 * next snapshot; a change that is already contained is passed over.
 */
final class BookApplier {
    private final OrderBooks books;
    private final InstrumentTable handles = new InstrumentTable();
    private final L2DeltaFlyweight delta = new L2DeltaFlyweight();
    private final L2SnapshotFlyweight snapshot = new L2SnapshotFlyweight();
    private final L2ResetFlyweight reset = new L2ResetFlyweight();
    private final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
    private long[] sequences = new long[64];
    private boolean[] synced = new boolean[64];
    private volatile long gaps;

    BookApplier(OrderBooks books) {
        this.books = books;
    }

    InstrumentTable handles() {
        return handles;
    }

    long gaps() {
        return gaps;
    }

    void snapshot(MessageReader reader) {
        if (snapshot.readFrom(reader) != 0 || snapshot.bidCount() > snapshot.levelCount()) {
            return;
        }
        int book = snapshot.instrumentHandle(handles);
        if (book < 0) {
            book = add();
        }
        books.beginSnapshot(book);
        final int bids = snapshot.bidCount();
        final int levels = snapshot.levelCount();
        for (int i = 0; i < levels; i++) {
            books.level(book, i < bids, snapshot.levelPrice(i), snapshot.levelSize(i));
        }
        sequences[book] = snapshot.venueSequence();
        synced[book] = true;
        books.endSnapshot(book, sequences[book]);
    }

    private int add() {
        final int book =
                handles.add(snapshot.instrument(new InstrumentIdFlyweight()).value());
        if (books.add() != book) {
            throw new IllegalStateException("book handles are out of step");
        }
        if (book == sequences.length) {
            sequences = Arrays.copyOf(sequences, book * 2);
            synced = Arrays.copyOf(synced, book * 2);
        }
        return book;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void delta(MessageReader reader) {
        if (delta.readFrom(reader) != 0 || delta.bidCount() > delta.levelCount()) {
            return;
        }
        final int book = delta.instrumentHandle(handles);
        if (book < 0 || !synced[book] || delta.venueSequence() <= sequences[book]) {
            return;
        }
        if (delta.firstVenueSequence() > sequences[book] + 1) {
            gaps++;
            synced[book] = false;
            books.reset(book, BookStatus.STALE);
            return;
        }
        final int bids = delta.bidCount();
        final int levels = delta.levelCount();
        for (int i = 0; i < levels; i++) {
            books.level(book, i < bids, delta.levelPrice(i), delta.levelSize(i));
        }
        sequences[book] = delta.venueSequence();
        books.sequence(book, sequences[book]);
    }

    void reset(MessageReader reader) {
        if (reset.readFrom(reader) == 0) {
            wipe(reset.instrumentHandle(handles));
        }
    }

    void invalidate(MessageReader reader) {
        if (invalidation.readFrom(reader) != 0 || invalidation.chainId() != 0) {
            return;
        }
        if (invalidation.scope() == StateInvalidationFlyweight.SCOPE_INSTRUMENT) {
            wipe(invalidation.instrumentHandle(handles));
            return;
        }
        for (int book = 0; book < handles.size(); book++) {
            final int venue = (int) handles.word(book, 0) & 0xffff;
            if (invalidation.venue() == 0 || invalidation.venue() == venue) {
                wipe(book);
            }
        }
    }

    private void wipe(int book) {
        if (book >= 0) {
            synced[book] = false;
            books.reset(book, BookStatus.STALE);
        }
    }
}
