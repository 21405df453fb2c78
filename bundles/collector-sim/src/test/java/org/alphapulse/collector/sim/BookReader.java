package org.alphapulse.collector.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.alphapulse.protocol.L2DeltaFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.QuoteFlyweight;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.testkit.RecordedMessage;

/** Follows the messages of one pair as a venue's documentation would tell a user to, and counts what is wrong with them. */
final class BookReader {
    final NavigableMap<Long, Long> bids = new TreeMap<>();
    final NavigableMap<Long, Long> asks = new TreeMap<>();
    int depth;
    int snapshots;
    int gaps;
    int duplicates;
    int checked;
    boolean synced;
    private long sequence;
    private long lastTrade;

    void read(RecordedMessage message) {
        switch (message.type()) {
            case L2SnapshotFlyweight.TYPE -> snapshot(message);
            case L2DeltaFlyweight.TYPE -> delta(message);
            case QuoteFlyweight.TYPE -> quote(message);
            case TradeFlyweight.TYPE -> trade(message);
            default -> synced = false;
        }
    }

    private void snapshot(RecordedMessage message) {
        final L2SnapshotFlyweight snapshot = new L2SnapshotFlyweight();
        final var reader = message.read();
        reader.next();
        assertEquals(0, snapshot.readFrom(reader));
        bids.clear();
        asks.clear();
        for (int i = 0; i < snapshot.levelCount(); i++) {
            (i < snapshot.bidCount() ? bids : asks).put(snapshot.levelPrice(i), snapshot.levelSize(i));
        }
        sequence = snapshot.venueSequence();
        snapshots++;
        synced = true;
        check();
    }

    private void delta(RecordedMessage message) {
        final L2DeltaFlyweight delta = new L2DeltaFlyweight();
        final var reader = message.read();
        reader.next();
        assertEquals(0, delta.readFrom(reader));
        if (delta.venueSequence() <= sequence) {
            duplicates++;
            return;
        }
        if (!synced || delta.firstVenueSequence() != sequence + 1) {
            assertTrue(synced, "a change came before the snapshot that a gap calls for");
            gaps++;
            synced = false;
            return;
        }
        for (int i = 0; i < delta.levelCount(); i++) {
            final NavigableMap<Long, Long> side = i < delta.bidCount() ? bids : asks;
            if (delta.levelSize(i) == 0) {
                side.remove(delta.levelPrice(i));
            } else {
                side.put(delta.levelPrice(i), delta.levelSize(i));
            }
        }
        sequence = delta.venueSequence();
        check();
    }

    private void check() {
        assertEquals(depth, bids.size(), "levels of the bid side");
        assertEquals(depth, asks.size(), "levels of the ask side");
        assertTrue(bids.lastKey() < asks.firstKey(), "crossed book");
        checked++;
    }

    private void quote(RecordedMessage message) {
        final QuoteFlyweight quote = new QuoteFlyweight();
        final var reader = message.read();
        reader.next();
        assertEquals(0, quote.readFrom(reader));
        if (synced) {
            assertEquals(bids.lastKey(), quote.bidPrice());
            assertEquals(asks.firstKey(), quote.askPrice());
        }
    }

    private void trade(RecordedMessage message) {
        final TradeFlyweight trade = new TradeFlyweight();
        final var reader = message.read();
        reader.next();
        assertEquals(0, trade.readFrom(reader));
        assertEquals(lastTrade + 1, trade.tradeId(), "trade id");
        lastTrade = trade.tradeId();
        if (synced) {
            assertEquals(trade.side() == TradeFlyweight.SIDE_BUY ? asks.firstKey() : bids.lastKey(), trade.price());
        }
    }
}
