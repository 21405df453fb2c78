package org.alphapulse.market;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.alphapulse.amm.ConcentratedLiquidity;
import org.alphapulse.amm.ConstantProduct;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.PoolFamily;
import org.alphapulse.amm.TickMap;
import org.alphapulse.amm.U256;

/**
 * The write side of the market, for one writer: the engine agent of the shard. Events of the chain are applied with
 * their block and log index; each keeps what undoes it, so that the state can be rolled back exactly to any of the last
 * 64 blocks. Applying events does not allocate, except when a pool gets more ticks or a block more events than ever
 * before.
 *
 * <p>A pool starts as {@link PoolStatus#UNSYNCED}. A V2 pool becomes tradable with its first Sync or a load, a V3 pool
 * with its Initialize event or a load ({@link #beginLoad}, {@link #loadV3}, {@link #loadTick}, {@link #endLoad}).
 * Methods that apply return an {@link ApplyCode}.
 */
public final class MarketState {
    private static final byte SYNCED = 0;

    final PoolTable t;
    final IdTable tokens;
    final UndoLog[] chains;
    final OrderBooks books;
    private final MarketView view;
    private final Retraction retraction;
    private final U256 temporary = new U256();
    private final U256 sum = new U256();

    /** An empty market. */
    public MarketState() {
        this(new PoolTable(), new IdTable(), new UndoLog[PoolTable.MAX_CHAINS], new OrderBooks());
    }

    MarketState(final PoolTable pools, final IdTable tokens, final UndoLog[] chains, final OrderBooks books) {
        this.t = pools;
        this.tokens = tokens;
        this.chains = chains;
        this.books = books;
        this.view = new MarketView(pools, tokens, chains, books.view());
        this.retraction = new Retraction(pools);
    }

    /** The read side; one object for the life of this market. */
    public MarketView view() {
        return view;
    }

    /** Order books, write side. */
    public OrderBooks books() {
        return books;
    }

    /** Makes a family that came as a bundle known, or replaces it; its pools keep their state. */
    public void register(final PoolFamily family) {
        if (family.code() < PoolFamilies.FIRST_EXTERNAL || family.code() >= t.external.length) {
            throw new IllegalArgumentException("family code must be " + PoolFamilies.FIRST_EXTERNAL + " to "
                    + (t.external.length - 1) + ", not " + family.code());
        }
        t.external[family.code()] = family;
    }

    /** The token's handle; added if it is not there. The identity is five words starting at an index. */
    public int addToken(final long[] id, final int at) {
        final int found = tokens.find(id, at);
        return found >= 0 ? found : tokens.add(id, at);
    }

    /**
     * The pool's handle; added as {@link PoolStatus#UNSYNCED} if it is not there, otherwise the other values are
     * ignored. Allocates; may be called between two events at any time.
     *
     * @param id identity, five words starting at {@code at}
     * @param chain the shard's index of the chain, 0 to 63
     * @param venue any number that names the venue, for {@link #invalidateVenue}
     * @param token0 handle of the token that sorts first in the pool
     * @param feePips fee in millionths
     * @param tickSpacing for concentrated liquidity, else ignored
     */
    public int addPool(
            final long[] id,
            final int at,
            final int family,
            final int chain,
            final int venue,
            final int token0,
            final int token1,
            final int feePips,
            final int tickSpacing) {
        final int found = t.ids.find(id, at);
        if (found >= 0) {
            return found;
        }
        final boolean v2 = family == PoolFamilies.UNISWAP_V2;
        final boolean v3 = family == PoolFamilies.UNISWAP_V3;
        if (!v2 && !v3 && (family < 0 || family >= t.external.length || t.external[family] == null)) {
            throw new IllegalArgumentException("no pool family has the code " + family);
        }
        if (chain < 0 || chain >= PoolTable.MAX_CHAINS) {
            throw new IllegalArgumentException("chain index must be 0 to 63, not " + chain);
        }
        if (token0 < 0 || token1 < 0 || token0 >= tokens.count || token1 >= tokens.count) {
            throw new IllegalArgumentException("unknown token handle " + token0 + " or " + token1);
        }
        final long config = v2 ? ConstantProduct.feeWord(feePips) : v3 ? configWord(feePips, tickSpacing) : 0;
        final int pool = t.add();
        t.ids.add(id, at);
        t.setKind(pool, family, chain);
        t.venue[pool] = venue;
        t.token0[pool] = token0;
        t.token1[pool] = token1;
        t.feePips[pool] = feePips;
        t.tickSpacing[pool] = v3 ? tickSpacing : 0;
        t.words[pool * PoolTable.WORDS + (v3 ? 6 : 4)] = config;
        chain(chain);
        t.touched(pool);
        return pool;
    }

    /**
     * Gives a pool another fee or tick spacing than it was added with, and wipes its state; nothing happens if they are the same. Not
     * for families that come as bundles.
     *
     * @return whether anything changed
     */
    public boolean reconfigure(final int pool, final int feePips, final int tickSpacing) {
        final boolean v3 = t.family[pool] == PoolFamilies.UNISWAP_V3;
        if (t.feePips[pool] == feePips && (!v3 || t.tickSpacing[pool] == tickSpacing)) {
            return false;
        }
        retraction.wipePool(pool, PoolStatus.UNSYNCED);
        t.feePips[pool] = feePips;
        t.tickSpacing[pool] = v3 ? tickSpacing : 0;
        t.words[pool * PoolTable.WORDS + (v3 ? 6 : 4)] =
                v3 ? configWord(feePips, tickSpacing) : ConstantProduct.feeWord(feePips);
        return true;
    }

    private static long configWord(final int feePips, final int tickSpacing) {
        return ConcentratedLiquidity.configWord(feePips, tickSpacing);
    }

    private UndoLog chain(final int chain) {
        if (chains[chain] == null) {
            chains[chain] = new UndoLog();
        }
        return chains[chain];
    }

    // ---- chain events ----

    /** A block became the head of its chain. Its hash is given as four words, the most significant first. */
    public int blockHead(
            final int chain, final long number, final long h0, final long h1, final long h2, final long h3) {
        final UndoLog log = chain(chain);
        if (number < log.head) {
            return ApplyCode.DUPLICATE;
        }
        log.makeRoom(number);
        log.setHash(number, h0, h1, h2, h3);
        return ApplyCode.APPLIED;
    }

    /** V2 Sync(reserve0, reserve1), each as two words, low first. */
    public int applySync(
            final int pool,
            final long reserve0Lo,
            final long reserve0Hi,
            final long reserve1Lo,
            final long reserve1Hi,
            final long block,
            final int logIndex) {
        final long kind = t.marks[pool * PoolTable.MARKS + 3];
        if ((byte) kind != PoolFamilies.UNISWAP_V2 || (reserve0Hi | reserve1Hi) >>> 48 != 0) {
            return ApplyCode.INVALID;
        }
        final UndoLog log = room(kind, block);
        final long[] marks = t.marks;
        final int mark = pool * PoolTable.MARKS;
        if (isOld(marks, mark, block, logIndex)) {
            return ApplyCode.DUPLICATE;
        }
        // Only the reserves are kept: an event changes nothing else of such a pool.
        final long[] words = t.words;
        final int at = pool * PoolTable.WORDS;
        final long[] ring = log.ring;
        final int to = log.next();
        entry(ring, to, pool, marks, mark, block, UndoLog.KIND_RESERVES);
        ring[to + 4] = words[at];
        ring[to + 5] = words[at + 1];
        ring[to + 6] = words[at + 2];
        ring[to + 7] = words[at + 3];
        words[at] = reserve0Lo;
        words[at + 1] = reserve0Hi;
        words[at + 2] = reserve1Lo;
        words[at + 3] = reserve1Hi;
        marks[mark + 3] = kind & PoolTable.KIND;
        return after(marks, mark, block, logIndex);
    }

    /** V3 Initialize(sqrtPriceX96, tick); the price as three words, low first. */
    public int applyV3Initialize(
            final int pool,
            final long price0,
            final long price1,
            final long price2,
            final int tick,
            final long block,
            final int logIndex) {
        if (t.family[pool] != PoolFamilies.UNISWAP_V3 || (price0 | price1 | price2) == 0) {
            return ApplyCode.INVALID;
        }
        if (isOld(t.marks, pool * PoolTable.MARKS, block, logIndex) || t.sync(pool) == SYNCED) {
            return ApplyCode.DUPLICATE;
        }
        before(pool, block);
        setV3(pool, price0, price1, price2, 0, 0, tick);
        t.setSync(pool, SYNCED);
        return after(t.marks, pool * PoolTable.MARKS, block, logIndex);
    }

    /**
     * V3 Swap: price, liquidity and tick as they are after it. The liquidity is compared with what the tick map says
     * for the ticks passed; if they differ the pool is diverging, with the logged values, until it is loaded again.
     */
    public int applyV3Swap(
            final int pool,
            final long price0,
            final long price1,
            final long price2,
            final long liquidity0,
            final long liquidity1,
            final int tick,
            final long block,
            final int logIndex) {
        final int refused = checkV3(pool, block, logIndex);
        if (refused != 0) {
            return refused;
        }
        before(pool, block);
        final long[] words = t.words;
        final long[] slab = t.slabs[pool];
        final int at = pool * PoolTable.WORDS;
        final boolean agrees = walk(words, at, slab, tick, liquidity0, liquidity1);
        words[at] = price0;
        words[at + 1] = price1;
        words[at + 2] = price2;
        words[at + 3] = liquidity0;
        words[at + 4] = liquidity1;
        after(t.marks, pool * PoolTable.MARKS, block, logIndex);
        if (agrees) {
            return ApplyCode.APPLIED;
        }
        return diverged(pool);
    }

    /** Moves tick and position to a tick and tells whether the liquidity there, by the tick map, is the given one. */
    private static boolean walk(
            final long[] words, final int at, final long[] slab, final int tick, final long want0, final long want1) {
        long lo = words[at + 3];
        long hi = words[at + 4];
        int position = ConcentratedLiquidity.position(words, at);
        final int count = TickMap.count(slab);
        while (position < count && TickMap.tick(slab, position) <= tick) {
            final long net = TickMap.net(slab, position, 0);
            lo += net;
            hi += TickMap.net(slab, position, 1) + (Long.compareUnsigned(lo, net) < 0 ? 1 : 0);
            position++;
        }
        while (position > 0 && TickMap.tick(slab, position - 1) > tick) {
            position--;
            final long net = TickMap.net(slab, position, 0);
            hi -= TickMap.net(slab, position, 1) + (Long.compareUnsigned(lo, net) < 0 ? 1 : 0);
            lo -= net;
        }
        words[at + 5] = ConcentratedLiquidity.tickWord(tick, position);
        return lo == want0 && hi == want1;
    }

    /** V3 Mint of liquidity (two words, low first) between two ticks. */
    public int applyV3Mint(
            final int pool,
            final int tickLower,
            final int tickUpper,
            final long amount0,
            final long amount1,
            final long block,
            final int logIndex) {
        return changeRange(pool, tickLower, tickUpper, amount0, amount1, true, block, logIndex);
    }

    /** V3 Burn of liquidity (two words, low first) between two ticks; zero is allowed and changes no tick. */
    public int applyV3Burn(
            final int pool,
            final int tickLower,
            final int tickUpper,
            final long amount0,
            final long amount1,
            final long block,
            final int logIndex) {
        return changeRange(pool, tickLower, tickUpper, amount0, amount1, false, block, logIndex);
    }

    private int changeRange(
            final int pool,
            final int tickLower,
            final int tickUpper,
            final long amount0,
            final long amount1,
            final boolean add,
            final long block,
            final int logIndex) {
        final int refused = checkV3(pool, block, logIndex);
        if (refused != 0) {
            return refused;
        }
        if (tickLower >= tickUpper) {
            return ApplyCode.INVALID;
        }
        before(pool, block);
        boolean agrees = true;
        if ((amount0 | amount1) != 0) {
            agrees = changeTick(pool, tickLower, amount0, amount1, add, add, block);
            agrees &= changeTick(pool, tickUpper, amount0, amount1, add, !add, block);
            final int at = pool * PoolTable.WORDS;
            final int tick = ConcentratedLiquidity.tick(t.words, at);
            t.words[at + 5] = ConcentratedLiquidity.tickWord(tick, TickMap.position(t.slabs[pool], tick));
            if (tickLower <= tick && tick < tickUpper) {
                temporary.set(t.words[at + 3], t.words[at + 4]);
                sum.set(amount0, amount1);
                agrees &= add ? temporary.add(sum) == 0 : temporary.subtract(sum) == 0;
                t.words[at + 3] = temporary.limb(0);
                t.words[at + 4] = temporary.limb(1);
                agrees &= (temporary.limb(2) | temporary.limb(3)) == 0;
            }
        }
        after(t.marks, pool * PoolTable.MARKS, block, logIndex);
        if (agrees) {
            return ApplyCode.APPLIED;
        }
        return diverged(pool);
    }

    /** Changes one end of a range; false if more is taken off than there is. */
    private boolean changeTick(
            final int pool,
            final int tick,
            final long amount0,
            final long amount1,
            final boolean addGross,
            final boolean addNet,
            final long block) {
        final long[] slab = t.slabs[pool];
        final int at = TickMap.find(slab, tick);
        final long gross0 = at < 0 ? 0 : TickMap.gross(slab, at, 0);
        final long gross1 = at < 0 ? 0 : TickMap.gross(slab, at, 1);
        final long net0 = at < 0 ? 0 : TickMap.net(slab, at, 0);
        final long net1 = at < 0 ? 0 : TickMap.net(slab, at, 1);
        beforeTick(pool, block, tick, gross0, gross1, net0, net1);
        sum.set(amount0, amount1);
        temporary.set(gross0, gross1);
        final boolean fits = addGross
                ? temporary.add(sum) == 0 && (temporary.limb(2) | temporary.limb(3)) == 0
                : temporary.subtract(sum) == 0;
        if (!fits) {
            return false;
        }
        final long newNet0 = addNet ? net0 + amount0 : net0 - amount0;
        final long newNet1 = addNet
                ? net1 + amount1 + (Long.compareUnsigned(newNet0, net0) < 0 ? 1 : 0)
                : net1 - amount1 - (Long.compareUnsigned(net0, amount0) < 0 ? 1 : 0);
        t.slabs[pool] = TickMap.set(slab, tick, temporary.limb(0), temporary.limb(1), newNet0, newNet1);
        return true;
    }

    /** V3 SetFeeProtocol: the new shares of both tokens. */
    public int applyV3SetFeeProtocol(
            final int pool, final int fee0, final int fee1, final long block, final int logIndex) {
        final int refused = checkV3(pool, block, logIndex);
        if (refused != 0) {
            return refused;
        }
        if ((fee0 | fee1) < 0 || fee0 > 15 || fee1 > 15) {
            return ApplyCode.INVALID;
        }
        before(pool, block);
        final int at = pool * PoolTable.WORDS + 6;
        t.words[at] = ConcentratedLiquidity.withProtocolFee(t.words[at], fee0, fee1);
        return after(t.marks, pool * PoolTable.MARKS, block, logIndex);
    }

    /** Replaces the fixed words of a pool of an external family, words 0 to 6, and makes it tradable. */
    public int applyWords(final int pool, final long[] source, final int from, final long block, final int logIndex) {
        if (t.family[pool] < PoolFamilies.FIRST_EXTERNAL) {
            return ApplyCode.INVALID;
        }
        if (isOld(t.marks, pool * PoolTable.MARKS, block, logIndex)) {
            return ApplyCode.DUPLICATE;
        }
        before(pool, block);
        System.arraycopy(source, from, t.words, pool * PoolTable.WORDS, 7);
        t.setSync(pool, SYNCED);
        return after(t.marks, pool * PoolTable.MARKS, block, logIndex);
    }

    private int checkV3(final int pool, final long block, final int logIndex) {
        final int mark = pool * PoolTable.MARKS;
        final long kind = t.marks[mark + 3];
        if ((byte) kind != PoolFamilies.UNISWAP_V3) {
            return ApplyCode.INVALID;
        }
        if (kind >>> PoolTable.SYNC_SHIFT != SYNCED) {
            return ApplyCode.UNSYNCED;
        }
        return isOld(t.marks, mark, block, logIndex) ? ApplyCode.DUPLICATE : 0;
    }

    private static boolean isOld(final long[] marks, final int mark, final long block, final int logIndex) {
        final long last = marks[mark];
        return block <= last && (block < last || logIndex <= PoolTable.logIndexOf(marks[mark + 1]));
    }

    /**
     * What undoes the events of a pool's chain, with room for one more at a block. Everything that is rarely done comes in one call, before
     * anything else of the event is at hand, so that the rest stays in registers.
     */
    private UndoLog room(final long kind, final long block) {
        final UndoLog log = chains[(int) ((kind & PoolTable.KIND) >>> 8)];
        if (block > log.head || log.isFull()) {
            log.makeRoom(block);
        }
        return log;
    }

    private void before(final int pool, final long block) {
        final int mark = pool * PoolTable.MARKS;
        final UndoLog log = room(t.marks[mark + 3], block);
        final long[] words = t.words;
        final long[] ring = log.ring;
        final int to = log.next();
        entry(ring, to, pool, t.marks, mark, block, UndoLog.KIND_WORDS);
        // Seven words, one by one: a call to copy so few costs more than the copy.
        final int at = pool * PoolTable.WORDS;
        ring[to + 4] = words[at];
        ring[to + 5] = words[at + 1];
        ring[to + 6] = words[at + 2];
        ring[to + 7] = words[at + 3];
        ring[to + 8] = words[at + 4];
        ring[to + 9] = words[at + 5];
        ring[to + 10] = words[at + 6];
    }

    private void beforeTick(
            final int pool,
            final long block,
            final int tick,
            final long gross0,
            final long gross1,
            final long net0,
            final long net1) {
        final int mark = pool * PoolTable.MARKS;
        final UndoLog log = room(t.marks[mark + 3], block);
        final long[] ring = log.ring;
        final int to = log.next();
        entry(ring, to, pool, t.marks, mark, block, UndoLog.KIND_TICK);
        ring[to + 4] = tick;
        ring[to + 5] = gross0;
        ring[to + 6] = gross1;
        ring[to + 7] = net0;
        ring[to + 8] = net1;
    }

    private static void entry(
            final long[] ring,
            final int to,
            final int pool,
            final long[] marks,
            final int mark,
            final long block,
            final int kind) {
        ring[to] = ((long) pool << 32) | (marks[mark + 3] >>> PoolTable.SYNC_SHIFT << 8) | kind;
        ring[to + 1] = marks[mark + 1];
        ring[to + 2] = marks[mark];
        ring[to + 3] = block;
    }

    /**
     * The state of a pool is not the chain's. Since when is not known, so what undoes its events is void too, or a rollback could make it
     * tradable again.
     */
    private int diverged(final int pool) {
        t.setSync(pool, PoolStatus.DIVERGING.code());
        t.setEpoch(pool, t.epoch(pool) + 1);
        return ApplyCode.DIVERGED;
    }

    private int after(final long[] marks, final int mark, final long block, final int logIndex) {
        marks[mark] = block;
        marks[mark + 1] = PoolTable.withLogIndex(marks[mark + 1], logIndex);
        marks[mark + 2]++;
        t.revision++;
        return ApplyCode.APPLIED;
    }

    private void setV3(
            final int pool,
            final long price0,
            final long price1,
            final long price2,
            final long liquidity0,
            final long liquidity1,
            final int tick) {
        final int at = pool * PoolTable.WORDS;
        t.words[at] = price0;
        t.words[at + 1] = price1;
        t.words[at + 2] = price2;
        t.words[at + 3] = liquidity0;
        t.words[at + 4] = liquidity1;
        t.words[at + 5] = ConcentratedLiquidity.tickWord(tick, TickMap.position(t.slabs[pool], tick));
    }

    // ---- loading ----

    /** Wipes a pool to load it as it was at the end of a block; events up to there count as seen. A hold stays. */
    public void beginLoad(final int pool, final long block) {
        retraction.wipe(pool, PoolStatus.UNSYNCED);
        t.setLast(pool, block, Integer.MAX_VALUE);
        t.loadBlock[pool] = block;
    }

    /** Reserves of a V2 pool being loaded. */
    public void loadV2(
            final int pool,
            final long reserve0Lo,
            final long reserve0Hi,
            final long reserve1Lo,
            final long reserve1Hi) {
        final int at = pool * PoolTable.WORDS;
        t.words[at] = reserve0Lo;
        t.words[at + 1] = reserve0Hi;
        t.words[at + 2] = reserve1Lo;
        t.words[at + 3] = reserve1Hi;
    }

    /** Price, liquidity, tick and protocol fee byte of a V3 pool being loaded. */
    public void loadV3(
            final int pool,
            final long price0,
            final long price1,
            final long price2,
            final long liquidity0,
            final long liquidity1,
            final int tick,
            final int protocolFee) {
        setV3(pool, price0, price1, price2, liquidity0, liquidity1, tick);
        final int at = pool * PoolTable.WORDS + 6;
        t.words[at] = ConcentratedLiquidity.withProtocolFee(t.words[at], protocolFee & 15, protocolFee >>> 4);
    }

    /** One initialized tick of a V3 pool being loaded; any order. */
    public void loadTick(
            final int pool, final int tick, final long gross0, final long gross1, final long net0, final long net1) {
        t.slabs[pool] = TickMap.set(t.slabs[pool], tick, gross0, gross1, net0, net1);
    }

    /**
     * Ends a load and makes the pool tradable. The liquidity of a V3 pool must be what its ticks at or below the
     * current one sum up to; otherwise the pool is diverging.
     */
    public int endLoad(final int pool) {
        t.setSync(pool, SYNCED);
        t.touched(pool);
        if (t.family[pool] != PoolFamilies.UNISWAP_V3) {
            return ApplyCode.APPLIED;
        }
        final int at = pool * PoolTable.WORDS;
        final long want0 = t.words[at + 3];
        final long want1 = t.words[at + 4];
        final int tick = ConcentratedLiquidity.tick(t.words, at);
        t.words[at + 3] = 0;
        t.words[at + 4] = 0;
        t.words[at + 5] = ConcentratedLiquidity.tickWord(tick, 0);
        final boolean agrees = walk(t.words, at, t.slabs[pool], tick, want0, want1);
        t.words[at + 3] = want0;
        t.words[at + 4] = want1;
        if (agrees) {
            return ApplyCode.APPLIED;
        }
        return diverged(pool);
    }

    // ---- reorganisation, holds, invalidation ----

    /**
     * Takes back everything that blocks above the given one did on a chain, exactly; the pools concerned are then in
     * {@link #changedPool}. Pools loaded after the block are wiped. Status holds stay as they are.
     *
     * @return APPLIED, or TOO_DEEP if the block is more than 64 below the highest head seen: then every pool of the
     *     chain is wiped
     */
    public int rollback(final int chain, final long block) {
        return retraction.rollback(chain, chain(chain), block);
    }

    /** Number of entries in the list of pools that the last rollback or invalidation changed. */
    public int changedCount() {
        return retraction.changedCount();
    }

    /** A pool that the last rollback or invalidation changed; the same pool may occur more than once. */
    public int changedPool(final int index) {
        return retraction.changedPool(index);
    }

    /** Holds a pool back from trading for a reason, whatever its state; its state keeps following the chain. */
    public void hold(final int pool, final PoolStatus reason) {
        t.hold[pool] = (byte) reason.code();
        t.touched(pool);
    }

    /** Ends a hold if it is for the given reason. */
    public void release(final int pool, final PoolStatus reason) {
        if (t.hold[pool] == reason.code()) {
            t.hold[pool] = 0;
            t.touched(pool);
        }
    }

    /** Holds all pools of a chain, for example while it reorganises or is silent; TRADABLE ends the hold. */
    public void holdChain(final int chain, final PoolStatus reason) {
        if (t.chainHold[chain] != reason.code()) {
            t.chainHold[chain] = (byte) reason.code();
            t.revision++;
            t.chainHolds++;
        }
    }

    /** Wipes the state of one pool; it stays untradable for the given reason until it is loaded again. */
    public void invalidatePool(final int pool, final PoolStatus reason) {
        retraction.wipePool(pool, reason);
    }

    /** Wipes the state of all pools of a venue on a chain. */
    public void invalidateVenue(final int chain, final int venue, final PoolStatus reason) {
        retraction.wipeVenue(chain, venue, reason);
    }

    /** Wipes the state of all pools of a chain. */
    public void invalidateChain(final int chain, final PoolStatus reason) {
        retraction.wipeChain(chain, reason);
    }

    // ---- snapshot ----

    /** Writes everything, what undoes the last blocks included; a checksum closes it. Not for the hot path. */
    public void writeSnapshot(final OutputStream out) throws IOException {
        SnapshotWriter.write(this, out);
    }

    /**
     * A market as it was written. Families that come as bundles are registered again afterwards, before their pools are
     * used.
     *
     * @throws IOException if the stream ends early, has another format or version, or its checksum is wrong
     */
    public static MarketState readSnapshot(final InputStream in) throws IOException {
        return SnapshotReader.read(in);
    }
}
