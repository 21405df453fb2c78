package org.alphapulse.collector.sim;

import org.alphapulse.api.context.Sink;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.L2DeltaFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.QuoteFlyweight;
import org.alphapulse.protocol.TradeFlyweight;

/** Writes the messages of one pair. A fresh or lost connection begins with a snapshot of the book. */
final class SimPublisher {
    private static final int HEADS = 16;
    private static final int CHANGES = 4;

    private final InstrumentId id;
    private final SimExchange exchange;
    private final Sink sink;
    private final int gapsPerMillion;
    private final int duplicatesPerMillion;
    private final TradeFlyweight trade = new TradeFlyweight();
    private final QuoteFlyweight quote = new QuoteFlyweight();
    private final L2DeltaFlyweight delta = new L2DeltaFlyweight();
    private final L2SnapshotFlyweight snapshot = new L2SnapshotFlyweight();
    private boolean synchronised;

    SimPublisher(InstrumentId id, SimExchange exchange, Sink sink, int gapsPerMillion, int duplicatesPerMillion) {
        this.id = id;
        this.exchange = exchange;
        this.sink = sink;
        this.gapsPerMillion = gapsPerMillion;
        this.duplicatesPerMillion = duplicatesPerMillion;
    }

    void resynchronise() {
        synchronised = false;
    }

    /** Publishes the next message; false when back-pressured. */
    boolean publish() {
        if (!synchronised) {
            synchronised = publishSnapshot();
            return synchronised;
        }
        return switch (exchange.nextKind()) {
            case 0 -> publishTrade();
            case 1 -> publishQuote();
            default -> publishDelta();
        };
    }

    private boolean publishTrade() {
        final MessageWriter writer = sink.begin(TradeFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return false;
        }
        final boolean buy = exchange.buy();
        trade.appendTo(writer);
        trade.clear();
        trade.instrument(id)
                .price(exchange.price(!buy, 0))
                .size(exchange.size())
                .tradeId(exchange.nextTradeId())
                .side(buy ? TradeFlyweight.SIDE_BUY : TradeFlyweight.SIDE_SELL);
        return sink.commit() >= 0;
    }

    private boolean publishQuote() {
        final MessageWriter writer = sink.begin(QuoteFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return false;
        }
        quote.appendTo(writer);
        quote.clear();
        quote.instrument(id)
                .bidPrice(exchange.price(true, 0))
                .bidSize(exchange.size())
                .askPrice(exchange.price(false, 0))
                .askSize(exchange.size());
        return sink.commit() >= 0;
    }

    /** One step of the walk as a change of the book; lost or doubled when the dice say so. */
    private boolean publishDelta() {
        exchange.advance();
        if (exchange.chance(gapsPerMillion)) {
            exchange.advance();
            synchronised = false;
        }
        return writeDelta() && (!exchange.chance(duplicatesPerMillion) || writeDelta());
    }

    private boolean writeDelta() {
        final MessageWriter writer = sink.begin(L2DeltaFlyweight.BLOCK_LENGTH + CHANGES * 16 + HEADS);
        if (writer == null) {
            synchronised = false;
            return false;
        }
        delta.appendTo(writer, CHANGES);
        delta.instrument(id)
                .firstVenueSequence(exchange.sequence())
                .venueSequence(exchange.sequence())
                .venueTimestampNs(0)
                .bidCount(CHANGES / 2);
        writeSide(0, true, exchange.move() > 0, exchange.move() < 0);
        writeSide(CHANGES / 2, false, exchange.move() < 0, exchange.move() > 0);
        return sink.commit() >= 0;
    }

    /**
     * Keeps a side of the book at its depth: the side that the mid moves away from gains a best level and loses its deepest, the other
     * loses its best and gains a deepest.
     */
    private void writeSide(int first, boolean bid, boolean gainsBest, boolean losesBest) {
        final int last = exchange.depth() - 1;
        if (losesBest) {
            level(first, exchange.price(bid, -1), 0);
            level(first + 1, exchange.price(bid, last), exchange.size());
        } else {
            level(first, exchange.price(bid, 0), exchange.size());
            level(first + 1, exchange.price(bid, gainsBest ? last + 1 : last), gainsBest ? 0 : exchange.size());
        }
    }

    private void level(int entry, long price, long size) {
        delta.levelPrice(entry, price).levelSize(entry, size);
    }

    private boolean publishSnapshot() {
        final int levels = 2 * exchange.depth();
        final MessageWriter writer = sink.begin(L2SnapshotFlyweight.BLOCK_LENGTH + levels * 16 + HEADS);
        if (writer == null) {
            return false;
        }
        snapshot.appendTo(writer, levels);
        snapshot.instrument(id)
                .venueSequence(exchange.sequence())
                .venueTimestampNs(0)
                .bidCount(exchange.depth())
                .levelCount(levels);
        for (int i = 0; i < levels; i++) {
            final boolean bid = i < exchange.depth();
            snapshot.levelPrice(i, exchange.price(bid, bid ? i : i - exchange.depth()))
                    .levelSize(i, exchange.size());
        }
        return sink.commit() >= 0;
    }
}
