package org.alphapulse.market;

import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.ConcentratedLiquidity;
import org.alphapulse.amm.ConstantProduct;
import org.alphapulse.amm.PieceCursor;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.PoolFamily;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.TickMap;
import org.alphapulse.amm.U256;

/**
 * The read side of the market: pools and order books by dense handle, read in place. To be used on the thread of the
 * writer only (the engine agent of the shard), within a callback; observers on other threads get copies.
 *
 * <p>Pools are numbered 0 to {@link #poolCount()} - 1, tokens likewise; a handle never changes its meaning. No method
 * allocates. Amounts are in the smallest unit of their token. {@code zeroForOne} means that token 0 is sold to the pool.
 */
public final class MarketView {
    private final PoolTable t;
    private final IdTable tokens;
    private final UndoLog[] chains;
    private final BookView books;

    MarketView(final PoolTable pools, final IdTable tokens, final UndoLog[] chains, final BookView books) {
        this.t = pools;
        this.tokens = tokens;
        this.chains = chains;
        this.books = books;
    }

    /** Order books. */
    public BookView books() {
        return books;
    }

    /** Number of pools. */
    public int poolCount() {
        return t.count;
    }

    /** Number of tokens. */
    public int tokenCount() {
        return tokens.count;
    }

    /** The handle of a pool by its identity (five words starting at an index), or -1. */
    public int findPool(final long[] id, final int at) {
        return t.ids.find(id, at);
    }

    /** The handle of a token by its identity (five words starting at an index), or -1. */
    public int findToken(final long[] id, final int at) {
        return tokens.find(id, at);
    }

    /** Word 0 to 4 of a pool's identity. */
    public long poolId(final int pool, final int word) {
        return t.ids.ids[pool * IdTable.WORDS + word];
    }

    /** Word 0 to 4 of a token's identity. */
    public long tokenId(final int token, final int word) {
        return tokens.ids[token * IdTable.WORDS + word];
    }

    /** Family code, see {@link PoolFamilies}. */
    public int family(final int pool) {
        return t.family[pool] & 0xff;
    }

    /** The shard's index of the chain on which the pool lives. */
    public int chain(final int pool) {
        return t.chain[pool];
    }

    /** The venue given when the pool was added, for example one number per factory. */
    public int venue(final int pool) {
        return t.venue[pool];
    }

    /** Token 0. */
    public int token0(final int pool) {
        return t.token0[pool];
    }

    /** Token 1. */
    public int token1(final int pool) {
        return t.token1[pool];
    }

    /** Swap fee in millionths. */
    public int feePips(final int pool) {
        return t.feePips[pool];
    }

    /** Tick spacing; 0 for pools without ticks. */
    public int tickSpacing(final int pool) {
        return t.tickSpacing[pool];
    }

    /** Whether the pool may be traded or why not. */
    public PoolStatus status(final int pool) {
        return PoolStatus.of(t.statusCode(pool));
    }

    /** Whether the status is {@link PoolStatus#TRADABLE}. */
    public boolean tradable(final int pool) {
        return t.tradable(pool);
    }

    /** Why all pools of a chain are held back, {@link PoolStatus#TRADABLE} if they are not. */
    public PoolStatus chainStatus(final int chain) {
        return PoolStatus.of(t.chainHold[chain]);
    }

    /** Counts the changes of {@link #chainStatus} of all chains. */
    public long chainStatusChanges() {
        return t.chainHolds;
    }

    /** Whether the pool's state is that of its chain as far as events were applied, though something may hold the pool back. */
    public boolean inStep(final int pool) {
        return t.sync(pool) == 0;
    }

    /** Block of the last event applied; -1 if there was none. */
    public long lastBlock(final int pool) {
        return t.block(pool);
    }

    /** Log index of the last event applied; {@link Integer#MAX_VALUE} just after a load. */
    public int lastLogIndex(final int pool) {
        return t.logIndex(pool);
    }

    /** Counts the changes of a pool's state or status, rollbacks included; never falls while the process lives. */
    public long version(final int pool) {
        return t.version(pool);
    }

    /** Counts the changes of all pools. */
    public long revision() {
        return t.revision;
    }

    /** Number of the chain's current block, -1 before the first. */
    public long headBlock(final int chain) {
        return chains[chain] == null ? -1 : chains[chain].head();
    }

    /** Word 0 to 3 of the hash of one of the chain's last 64 blocks; zero if it is not known. */
    public long blockHash(final int chain, final long block, final int word) {
        return chains[chain] == null ? 0 : chains[chain].hash(block, word);
    }

    /**
     * Reads from where a quote of a pool, and a message about it, will read. Whoever is about to quote several pools one after another
     * asks for all of them first: then the caches wait for all at once.
     *
     * @return nothing of use; to be kept somewhere, else the compiler leaves all of it out
     */
    public long touch(final int pool) {
        final int at = pool * PoolTable.WORDS;
        final int id = pool * IdTable.WORDS;
        final long[] slab = t.slabs[pool];
        final int position = ConcentratedLiquidity.position(t.words, at) & Integer.MAX_VALUE;
        return t.words[at]
                + t.words[at + PoolTable.WORDS - 1]
                + slab[Math.min(position, slab.length - 1)]
                + t.marks[pool * PoolTable.MARKS]
                + t.hold[pool]
                + t.chain[pool]
                + t.family[pool]
                + t.feePips[pool]
                + t.ids.ids[id]
                + t.ids.ids[id + IdTable.WORDS - 1]
                + tokens.ids[t.token0[pool] * IdTable.WORDS]
                + tokens.ids[t.token1[pool] * IdTable.WORDS];
    }

    /** Output for an exact input; see {@link #quote}. */
    public int quoteExactIn(
            final int pool, final boolean zeroForOne, final U256 amountIn, final SwapResult r, final Scratch s) {
        return quote(pool, zeroForOne, true, amountIn, null, r, s);
    }

    /** Input for an exact output; see {@link #quote}. */
    public int quoteExactOut(
            final int pool, final boolean zeroForOne, final U256 amountOut, final SwapResult r, final Scratch s) {
        return quote(pool, zeroForOne, false, amountOut, null, r, s);
    }

    /**
     * A swap computed as the contract computes it; nothing is changed.
     *
     * @param exactIn whether the amount is the input, else the output
     * @param overlay state that takes precedence over the shared one, or null
     * @param r receives amounts and the state after the swap
     * @return an {@link AmmCode}; only OK is fit for trading
     */
    public int quote(
            final int pool,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final Overlay overlay,
            final SwapResult r,
            final Scratch s) {
        if (!t.tradable(pool)) {
            return AmmCode.NOT_TRADABLE;
        }
        final int over = overlay == null ? -1 : overlay.find(pool);
        final long[] words = over < 0 ? t.words : overlay.words;
        final int at = over < 0 ? pool * PoolTable.WORDS : over;
        return compute(pool, words, at, zeroForOne, exactIn, amount, r, s);
    }

    /**
     * A swap with a price limit, as {@link #quote} otherwise; concentrated liquidity only.
     *
     * @param limit square-root price in Q64.96 at which the swap stops; PARTIAL is answered if it does
     */
    public int quoteToPrice(
            final int pool,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final U256 limit,
            final Overlay overlay,
            final SwapResult r,
            final Scratch s) {
        if (!t.tradable(pool) || t.family[pool] != PoolFamilies.UNISWAP_V3) {
            return AmmCode.NOT_TRADABLE;
        }
        final int over = overlay == null ? -1 : overlay.find(pool);
        final long[] words = over < 0 ? t.words : overlay.words;
        final int at = over < 0 ? pool * PoolTable.WORDS : over;
        return ConcentratedLiquidity.swap(words, at, t.slabs[pool], zeroForOne, exactIn, amount, limit, r, s);
    }

    /**
     * A swap as in {@link #quote}, whose outcome the overlay keeps, so that what follows is computed on the state after
     * it. The shared state stays as it is. Unless the code is OK or PARTIAL the overlay is left alone too.
     */
    public int swap(
            final int pool,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final Overlay overlay,
            final SwapResult r,
            final Scratch s) {
        final int code = quote(pool, zeroForOne, exactIn, amount, overlay, r, s);
        if (code >= 0) {
            keep(pool, zeroForOne, r, overlay);
        }
        return code;
    }

    /** Lets an overlay keep the outcome of a {@link #quote} on it; nothing may have changed since. */
    public void keep(final int pool, final boolean zeroForOne, final SwapResult r, final Overlay overlay) {
        final int over = overlay.find(pool);
        final int target = overlay.claim(pool);
        final long[] words = over < 0 ? t.words : overlay.words;
        final int at = over < 0 ? pool * PoolTable.WORDS : over;
        switch (t.family[pool]) {
            case PoolFamilies.UNISWAP_V2 -> ConstantProduct.apply(words, at, zeroForOne, r, overlay.words, target);
            case PoolFamilies.UNISWAP_V3 -> ConcentratedLiquidity.apply(words, at, r, overlay.words, target);
            default -> external(pool).apply(words, at, zeroForOne, r, overlay.words, target);
        }
    }

    private int compute(
            final int pool,
            final long[] words,
            final int at,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final SwapResult r,
            final Scratch s) {
        return switch (t.family[pool]) {
            case PoolFamilies.UNISWAP_V2 -> ConstantProduct.quote(words, at, zeroForOne, exactIn, amount, r, s);
            case PoolFamilies.UNISWAP_V3 ->
                ConcentratedLiquidity.quote(words, at, t.slabs[pool], zeroForOne, exactIn, amount, r, s);
            default -> external(pool).quote(words, at, t.slabs[pool], zeroForOne, exactIn, amount, r, s);
        };
    }

    private PoolFamily external(final int pool) {
        return t.external[t.family[pool] & 0xff];
    }

    /**
     * Output per input of an infinitesimal swap, the fee taken off, in smallest units; for screening only. Zero where
     * the pool is not tradable or has no liquidity.
     */
    public double marginalRate(final int pool, final boolean zeroForOne) {
        if (!t.tradable(pool)) {
            return 0;
        }
        final int at = pool * PoolTable.WORDS;
        return switch (t.family[pool]) {
            case PoolFamilies.UNISWAP_V2 -> ConstantProduct.marginalRate(t.words, at, zeroForOne);
            case PoolFamilies.UNISWAP_V3 -> ConcentratedLiquidity.marginalRate(t.words, at, zeroForOne);
            default -> external(pool).marginalRate(t.words, at, zeroForOne);
        };
    }

    /**
     * Moves a cursor, whose direction is set, to the piece of liquidity at the current price, whatever the status.
     *
     * @param overlay state that takes precedence, or null
     * @return false if the pool has no price
     */
    public boolean firstPiece(final int pool, final PieceCursor cursor, final Overlay overlay, final Scratch s) {
        final int over = overlay == null ? -1 : overlay.find(pool);
        final long[] words = over < 0 ? t.words : overlay.words;
        final int at = over < 0 ? pool * PoolTable.WORDS : over;
        return switch (t.family[pool]) {
            case PoolFamilies.UNISWAP_V2 -> ConstantProduct.firstPiece(words, at, cursor);
            case PoolFamilies.UNISWAP_V3 -> ConcentratedLiquidity.firstPiece(words, at, t.slabs[pool], cursor, s);
            default -> external(pool).firstPiece(words, at, t.slabs[pool], cursor, s);
        };
    }

    /** Moves the cursor of the same pool to the following piece; false if there is none. */
    public boolean nextPiece(final int pool, final PieceCursor cursor, final Scratch s) {
        return switch (t.family[pool]) {
            case PoolFamilies.UNISWAP_V2 -> false;
            case PoolFamilies.UNISWAP_V3 -> ConcentratedLiquidity.nextPiece(t.slabs[pool], cursor, s);
            default -> external(pool).nextPiece(t.words, pool * PoolTable.WORDS, t.slabs[pool], cursor, s);
        };
    }

    /** A fixed word of the pool's state, 0 to 7, in the layout of its family. */
    public long word(final int pool, final int index) {
        return t.words[pool * PoolTable.WORDS + index];
    }

    /** Reserve of token 0 (constant product). */
    public void reserve0(final int pool, final U256 out) {
        out.set(word(pool, 0), word(pool, 1));
    }

    /** Reserve of token 1 (constant product). */
    public void reserve1(final int pool, final U256 out) {
        out.set(word(pool, 2), word(pool, 3));
    }

    /** Square-root price in Q64.96 (concentrated liquidity). */
    public void sqrtPriceX96(final int pool, final U256 out) {
        out.set(word(pool, 0), word(pool, 1), word(pool, 2), 0);
    }

    /** Liquidity in range (concentrated liquidity). */
    public void liquidity(final int pool, final U256 out) {
        out.set(word(pool, 3), word(pool, 4));
    }

    /** Current tick (concentrated liquidity). */
    public int tick(final int pool) {
        return ConcentratedLiquidity.tick(t.words, pool * PoolTable.WORDS);
    }

    /** The protocol fee byte as the contract stores it (concentrated liquidity). */
    public int protocolFee(final int pool) {
        return ConcentratedLiquidity.protocolFee(word(pool, 6));
    }

    /** Square root of the price, token 1 per token 0 in smallest units; both built-in families. */
    public double sqrtPrice(final int pool) {
        final int at = pool * PoolTable.WORDS;
        if (t.family[pool] == PoolFamilies.UNISWAP_V2) {
            return Math.sqrt(ConstantProduct.reserve1(t.words, at) / ConstantProduct.reserve0(t.words, at));
        }
        return ConcentratedLiquidity.sqrtPrice(t.words, at);
    }

    /** Liquidity at the current price, for constant product the root of the product; both built-in families. */
    public double liquidity(final int pool) {
        final int at = pool * PoolTable.WORDS;
        if (t.family[pool] == PoolFamilies.UNISWAP_V2) {
            return Math.sqrt(ConstantProduct.reserve0(t.words, at)) * Math.sqrt(ConstantProduct.reserve1(t.words, at));
        }
        return ConcentratedLiquidity.liquidity(t.words, at);
    }

    /** Number of initialized ticks (concentrated liquidity). */
    public int tickCount(final int pool) {
        return TickMap.count(t.slabs[pool]);
    }

    /** Number of initialized ticks at or below the current tick (concentrated liquidity). */
    public int tickPosition(final int pool) {
        return ConcentratedLiquidity.position(t.words, pool * PoolTable.WORDS);
    }

    /** The initialized tick at a position, ascending from 0 (concentrated liquidity). */
    public int tickAt(final int pool, final int position) {
        return TickMap.tick(t.slabs[pool], position);
    }

    /** Gross liquidity of the tick at a position, word 0 or 1. */
    public long tickGross(final int pool, final int position, final int word) {
        return TickMap.gross(t.slabs[pool], position, word);
    }

    /** Net liquidity of the tick at a position, word 0 or 1, the upper one signed. */
    public long tickNet(final int pool, final int position, final int word) {
        return TickMap.net(t.slabs[pool], position, word);
    }

    /**
     * A market of its own that holds the present state of some pools and stands still, for use on any one thread. Allocates.
     *
     * @param pools handles here; the copy has handles of its own, to be found by identity
     */
    public MarketView copyOf(final int[] pools) {
        final MarketState copy = new MarketState();
        System.arraycopy(t.external, 0, copy.t.external, 0, t.external.length);
        System.arraycopy(t.chainHold, 0, copy.t.chainHold, 0, t.chainHold.length);
        for (final int pool : pools) {
            final int token0 = copy.addToken(tokens.ids, t.token0[pool] * IdTable.WORDS);
            final int token1 = copy.addToken(tokens.ids, t.token1[pool] * IdTable.WORDS);
            final int own = copy.addPool(
                    t.ids.ids,
                    pool * IdTable.WORDS,
                    t.family[pool],
                    t.chain[pool],
                    t.venue[pool],
                    token0,
                    token1,
                    t.feePips[pool],
                    t.tickSpacing[pool]);
            System.arraycopy(t.words, pool * PoolTable.WORDS, copy.t.words, own * PoolTable.WORDS, PoolTable.WORDS);
            copy.t.slabs[own] = t.slabs[pool].clone();
            copy.t.setSync(own, t.sync(pool));
            copy.t.hold[own] = t.hold[pool];
        }
        copy.t.revision = t.revision;
        return copy.view();
    }
}
