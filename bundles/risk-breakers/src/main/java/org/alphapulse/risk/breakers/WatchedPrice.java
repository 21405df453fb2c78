package org.alphapulse.risk.breakers;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.market.BookStatus;
import org.alphapulse.market.BookView;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;

/** Samples of one price over a window. A price that cannot be relied on is left out. Gate's thread. */
final class WatchedPrice {
    static final int SAMPLES = 32;
    /** Bytes of one that is saved. */
    static final int SAVED = (5 + SAMPLES) * Long.BYTES;

    private static final double MILLION = 1e6;

    private final InstrumentId id;
    private final long[] words;
    private final double[] prices = new double[SAMPLES];
    private int next;
    private int pool = -1;
    private int book = -1;

    WatchedPrice(InstrumentId id) {
        this.id = id;
        this.words = new long[] {id.word0(), id.word1(), id.word2(), id.word3(), id.word4()};
        restart();
    }

    InstrumentId id() {
        return id;
    }

    void restart() {
        Arrays.fill(prices, Double.NaN);
    }

    /** Whether the market knows the instrument. */
    boolean known() {
        return pool >= 0 || book >= 0;
    }

    /** Takes a sample; gives the greatest move within the window in millionths of the lowest price. */
    long sample(RiskContext context) {
        prices[next] = price(context);
        next = (next + 1) % SAMPLES;
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (final double price : prices) {
            if (price > 0) {
                low = Math.min(low, price);
                high = Math.max(high, price);
            }
        }
        return high == 0 ? 0 : Math.round((high / low - 1) * MILLION);
    }

    /** Writes which price it is and its samples, the oldest first; gives where it ends. */
    int save(MutableDirectBuffer buffer, int from) {
        int at = from;
        for (final long word : words) {
            buffer.putLong(at, word);
            at += Long.BYTES;
        }
        for (int i = 0; i < SAMPLES; i++) {
            buffer.putDouble(at, prices[(next + i) % SAMPLES]);
            at += Double.BYTES;
        }
        return at;
    }

    /** Takes samples over if they are of this price, of which so many were missed since. */
    void restore(DirectBuffer buffer, int from, int missed) {
        for (int i = 0; i < words.length; i++) {
            if (buffer.getLong(from + i * Long.BYTES) != words[i]) {
                return;
            }
        }
        restart();
        next = 0;
        for (int i = missed; i < SAMPLES; i++) {
            prices[next++] = buffer.getDouble(from + (words.length + i) * Long.BYTES);
        }
        next %= SAMPLES;
    }

    private double price(RiskContext context) {
        final MarketView market = context.market();
        if (!known()) {
            pool = market.findPool(words, 0);
            book = pool >= 0 ? -1 : context.bookHandles().find(id);
        }
        if (pool >= 0) {
            final double root = market.tradable(pool) ? market.sqrtPrice(pool) : Double.NaN;
            return root * root;
        }
        return book >= 0 ? middle(market.books()) : Double.NaN;
    }

    private double middle(BookView books) {
        if (books.status(book) != BookStatus.SYNCED || books.depth(book, true) == 0 || books.depth(book, false) == 0) {
            return Double.NaN;
        }
        return ((double) books.price(book, true, 0) + books.price(book, false, 0)) / 2;
    }
}
