package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;
import org.alphapulse.amm.PieceCursor;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/**
 * The piece of liquidity at each pool's price, per direction, kept until told that the pool changed: to read it anew is to wait for a
 * pool's state and ticks, which lie in several places of memory. Within the piece an input x gives rate * x / (1 + bend * x), with rate
 * the marginal rate after the fee g and bend = g / virtual reserve sold to.
 *
 * <p>Confined to one thread; allocates only when the market has grown.
 */
final class FirstPieces {
    /** Words per pool and direction, a line of the cache. */
    private static final int WIDTH = 8;

    private static final long SHARED = 1;
    private static final int CHANGED = 64;

    private final MarketView market;
    private final Scratch scratch;
    private final U256 reserve = new U256();
    private final PieceCursor cursor = new PieceCursor();
    /**
     * Per pool and direction: what it is good for (1 for the shared state; below zero the number of an overlay's state;
     * 0 for nothing), then as bits of doubles rate, bend, 1 / bend, and by what part the reserve sold to grows until the
     * piece ends; then the pool's family.
     */
    private long[] words = new long[0];
    /**
     * Per pool and direction whether the shared state has changed since its piece was read. An event writes only here: the pieces are too
     * many to be in the caches.
     */
    private boolean[] outdated = new boolean[0];

    private long overlayState;
    /** Pools that changed and were not read since; what does not fit is read when it is needed. */
    private final int[] changed = new int[CHANGED];

    private int changedCount;

    FirstPieces(final MarketView market, final Scratch scratch) {
        this.market = market;
        this.scratch = scratch;
    }

    /** Makes room for all pools of the market. */
    void cover() {
        if (words.length < 2 * WIDTH * market.poolCount()) {
            words = Arrays.copyOf(words, 2 * WIDTH * market.poolCount());
            outdated = Arrays.copyOf(outdated, 2 * market.poolCount());
        }
    }

    /** What was read from a pool is no longer good. */
    void changed(final int pool) {
        if (2 * pool < outdated.length) {
            outdated[2 * pool] = true;
            outdated[2 * pool + 1] = true;
            if (changedCount < CHANGED) {
                changed[changedCount++] = pool;
            }
        }
    }

    /** One of the pools that changed since they were read, which from now on is not among them; -1 if there is none. */
    int nextChanged() {
        return changedCount == 0 ? -1 : changed[--changedCount];
    }

    /** What was read from any pool is no longer good. */
    void allChanged() {
        changedCount = 0;
        Arrays.fill(outdated, true);
    }

    /** What was read from an overlay is no longer good. */
    void overlayChanged() {
        overlayState--;
    }

    /**
     * Where the values of a pool's piece begin, for the other methods.
     *
     * @param overlay state that takes precedence, or null
     */
    int find(final int pool, final boolean zeroForOne, final Overlay overlay) {
        final int piece = 2 * pool + (zeroForOne ? 0 : 1);
        final int at = WIDTH * piece;
        final boolean over = overlay != null && overlay.holds(pool);
        final long key = over ? overlayState : SHARED;
        if (words[at] != key || (!over && outdated[piece])) {
            outdated[piece] &= over;
            words[at] = key;
            read(pool, zeroForOne, over ? overlay : null, at);
        }
        return at;
    }

    /** Reads what is kept of a pool, so that the caches have it; nothing of use. */
    long touch(final int pool, final boolean zeroForOne) {
        return words[WIDTH * (2 * pool + (zeroForOne ? 0 : 1))];
    }

    /** The pool's family. */
    int family(final int at) {
        return (int) words[at + 5];
    }

    /** Output per unit for the first unit, the fee taken off; 0 if the pool has no liquidity at its price. */
    double rate(final int at) {
        return Double.longBitsToDouble(words[at + 1]);
    }

    /** Share of the rate lost per unit of input. */
    double bend(final int at) {
        return Double.longBitsToDouble(words[at + 2]);
    }

    /** Input that makes the reserve sold to grow by a part of itself, or ends the piece if that comes first. */
    double room(final int at, final double growth) {
        return Double.longBitsToDouble(words[at + 3]) * Math.min(growth, growth(at));
    }

    /** Part by which the reserve sold to grows until the piece ends; infinite for a piece without end. */
    double growth(final int at) {
        return Double.longBitsToDouble(words[at + 4]);
    }

    private void read(final int pool, final boolean down, final Overlay overlay, final int at) {
        words[at + 5] = market.family(pool);
        if (family(at) == PoolFamilies.UNISWAP_V2 && overlay == null) {
            market.reserve0(pool, reserve);
            final double reserve0 = reserve.toDouble();
            market.reserve1(pool, reserve);
            final double reserve1 = reserve.toDouble();
            final double keep = (1_000_000 - market.feePips(pool)) * 1e-6;
            set(at, down ? reserve0 : reserve1, down ? reserve1 : reserve0, keep, Double.POSITIVE_INFINITY);
            return;
        }
        if (!market.firstPiece(pool, cursor.direction(down), overlay, scratch)) {
            set(at, 0, 0, 0, 0);
            return;
        }
        final double from = cursor.sqrtFrom();
        final double in = down ? cursor.liquidity() / from : cursor.liquidity() * from;
        final double out = down ? cursor.liquidity() * from : cursor.liquidity() / from;
        // At the end of a piece the two are the same but for the digits of the end's price.
        final double growth = Math.max(0, down ? from / cursor.sqrtTo() - 1 : cursor.sqrtTo() / from - 1);
        set(at, in, out, cursor.feeFactor(), growth);
    }

    private void set(final int at, final double in, final double out, final double keep, final double growth) {
        final boolean empty = !(in > 0) || !(out > 0);
        words[at + 1] = Double.doubleToRawLongBits(empty ? 0 : keep * out / in);
        words[at + 2] = Double.doubleToRawLongBits(empty ? 0 : keep / in);
        words[at + 3] = Double.doubleToRawLongBits(empty ? 0 : in / keep);
        words[at + 4] = Double.doubleToRawLongBits(growth);
    }

    long bytes() {
        return 8L * words.length + outdated.length;
    }
}
