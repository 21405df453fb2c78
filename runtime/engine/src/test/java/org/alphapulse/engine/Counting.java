package org.alphapulse.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.strategy.Strategy;

/** A strategy that writes what it is given into a log shared by all versions of it. */
class Counting implements Strategy {
    /** What all versions together were given. Written by the slot's thread. */
    static final class Log {
        final List<String> faults = Collections.synchronizedList(new ArrayList<>());
        volatile long last;
        volatile long count;

        void delivered(long tradeId) {
            if (tradeId != last + 1) {
                faults.add("after " + last + " came " + tradeId);
            }
            last = tradeId;
            final long next = count + 1;
            count = next;
        }
    }

    private final TradeFlyweight trade = new TradeFlyweight();
    private final Log log;
    StrategyContext context;
    volatile boolean unbound;
    volatile long seen;
    long restored = -1;

    Counting(Log log) {
        this.log = log;
    }

    @Override
    public void onStart(StrategyContext newContext) {
        context = newContext;
    }

    @Override
    public void onMessage(MessageReader message) {
        if (unbound) {
            log.faults.add("delivered after it was unbound");
        }
        while (message.next() > 0) {
            if (trade.readFrom(message) == 0) {
                final long next = seen + 1;
                seen = next;
                if (context.acting()) {
                    log.delivered(trade.tradeId());
                }
            }
        }
    }

    @Override
    public int saveState(MutableDirectBuffer buffer) {
        buffer.putLong(0, log.last);
        return Long.BYTES;
    }

    @Override
    public void restoreState(int schema, DirectBuffer buffer, int length) {
        restored = buffer.getLong(0);
    }
}
