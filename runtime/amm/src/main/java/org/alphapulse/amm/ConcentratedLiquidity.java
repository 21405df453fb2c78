package org.alphapulse.amm;

/**
 * Uniswap V3 and its forks: liquidity in ranges of ticks. The swap loop is the contract's, step for step, the stops at
 * the ends of its tick-bitmap words included, because each stop rounds.
 *
 * <pre>
 * words  0..2  square-root price, Q64.96, low word first
 *        3..4  liquidity in range
 *        5     tick in the low half (signed), number of initialized ticks at or below it in the high half
 *        6     fee in millionths in bits 0..23, protocol fee in bits 24..31 (token 1's share in its upper nibble),
 *              tick spacing in bits 32..63
 *        7     unused
 * slab         {@link TickMap}
 * </pre>
 */
public final class ConcentratedLiquidity {
    static final int PRICE = 0;
    static final int LIQUIDITY = 3;
    static final int TICK = 5;
    static final int CONFIG = 6;
    private static final int WORD_TICKS = 256;
    /** Ticks, far more than doubles are wrong by. */
    private static final double NEAR = 0.01;

    private ConcentratedLiquidity() {}

    /**
     * The configuration word.
     *
     * @throws IllegalArgumentException if the fee is not 0..999999 or the spacing not 1..16383
     */
    public static long configWord(final int feePips, final int tickSpacing) {
        if (feePips < 0 || feePips >= 1_000_000) {
            throw new IllegalArgumentException("fee must be 0 to 999999 millionths, not " + feePips);
        }
        if (tickSpacing < 1 || tickSpacing >= 16384) {
            throw new IllegalArgumentException("tick spacing must be 1 to 16383, not " + tickSpacing);
        }
        return ((long) tickSpacing << 32) | feePips;
    }

    /** The configuration word with another protocol fee, 0 or 4..10 per token: the share is one over the value. */
    public static long withProtocolFee(final long config, final int fee0, final int fee1) {
        return (config & ~0xff000000L) | ((long) (fee0 | fee1 << 4) << 24);
    }

    /** Fee of a configuration word, in millionths. */
    public static int feePips(final long config) {
        return (int) config & 0xffffff;
    }

    /** Tick spacing of a configuration word. */
    public static int tickSpacing(final long config) {
        return (int) (config >>> 32);
    }

    /** Protocol fee of a configuration word as the contract stores it: token 1's in the upper nibble. */
    public static int protocolFee(final long config) {
        return (int) (config >>> 24) & 0xff;
    }

    /** The word of tick and position. */
    public static long tickWord(final int tick, final int position) {
        return ((long) position << 32) | (tick & 0xffffffffL);
    }

    /** Tick of a pool. */
    public static int tick(final long[] words, final int at) {
        return (int) words[at + TICK];
    }

    /** Number of initialized ticks at or below the pool's tick. */
    public static int position(final long[] words, final int at) {
        return (int) (words[at + TICK] >>> 32);
    }

    /** A swap without a price limit of the caller's; see {@link PoolFamily#quote}. */
    public static int quote(
            final long[] words,
            final int at,
            final long[] slab,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final SwapResult r,
            final Scratch s) {
        if (zeroForOne) {
            s.limit.set(4295128740L);
        } else {
            TickMath.maxSqrtPrice(s.limit);
            s.limit.l0--;
        }
        return swap(words, at, slab, zeroForOne, exactIn, amount, s.limit, r, s);
    }

    /**
     * The pool's {@code swap}.
     *
     * @param amount input or output wanted, below 2^255
     * @param limit square-root price at which the swap stops, on the far side of the current price
     * @return OK if the whole amount was used, PARTIAL if the limit came first, or why the contract would revert; an
     *     answer takes at most one step per initialized tick and, where there is liquidity, per 256 spacings passed
     */
    public static int swap(
            final long[] words,
            final int at,
            final long[] slab,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final U256 limit,
            final SwapResult r,
            final Scratch s) {
        if (amount.isZero() || amount.l3 < 0) {
            return AmmCode.INVALID_AMOUNT;
        }
        final U256 price = s.price.set(words[at], words[at + 1], words[at + 2], 0);
        if (price.isZero()) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        final int side = limit.compareTo(price);
        if (!TickMath.isSqrtPrice(limit)
                || (zeroForOne ? side >= 0 : side <= 0)
                || ((limit.l1 | limit.l2) == 0 && limit.l0 == 4295128739L)) {
            return AmmCode.INVALID_PRICE_LIMIT;
        }
        s.liquidity.set(words[at + LIQUIDITY], words[at + LIQUIDITY + 1]);
        s.remaining.set(amount);
        r.amountIn.set(0);
        r.amountOut.set(0);
        r.protocolFee.set(0);
        r.steps = 0;
        r.crossings = 0;
        r.tick = tick(words, at);
        r.tickPending = false;
        r.position = position(words, at);
        final int code = run(words[at + CONFIG], slab, zeroForOne, exactIn, limit, r, s);
        r.sqrtPrice.set(price);
        r.liquidity.set(s.liquidity);
        return code < 0 || s.remaining.isZero() ? code : AmmCode.PARTIAL;
    }

    private static int run(
            final long config,
            final long[] slab,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 limit,
            final SwapResult r,
            final Scratch s) {
        final int fee = feePips(config);
        final int share = zeroForOne ? protocolFee(config) & 15 : protocolFee(config) >>> 4;
        final U256 price = s.price;
        while (!s.remaining.isZero() && !price.isEqual(limit)) {
            if (s.liquidity.isZero()) {
                if (!leap(tickSpacing(config), slab, zeroForOne, limit, r, s)) {
                    return AmmCode.OVERFLOW;
                }
                continue;
            }
            final long next = nextTick(slab, r.tick, r.position, tickSpacing(config), zeroForOne);
            final int nextTick = (int) next;
            if (exactIn
                    && endsBefore(nextTick, r.tick, zeroForOne, s)
                    && SwapMath.last(price, s.liquidity, s.remaining, fee, zeroForOne, share != 0, s) == AmmCode.OK
                    && (zeroForOne ? s.priceNext.compareTo(limit) > 0 : s.priceNext.compareTo(limit) < 0)) {
                account(true, share, r, s);
                r.steps++;
                // Who asks only for the amounts need not wait for a logarithm.
                r.tickPending = !price.isEqual(s.priceNext);
                price.set(s.priceNext);
                return AmmCode.OK;
            }
            TickMath.sqrtPriceAtTick(nextTick, s.e);
            final int beyond = s.e.compareTo(limit);
            final boolean limited = zeroForOne ? beyond < 0 : beyond > 0;
            s.target.set(limited ? limit : s.e);
            final int code = SwapMath.step(price, s.target, s.liquidity, s.remaining, exactIn, fee, share != 0, s);
            if (code < 0) {
                return code;
            }
            account(exactIn, share, r, s);
            r.steps++;
            final boolean moved = !price.isEqual(s.priceNext);
            price.set(s.priceNext);
            if (!limited && price.isEqual(s.target)) {
                r.tick = zeroForOne ? nextTick - 1 : nextTick;
                if (next >= 1L << 32 && !cross(slab, zeroForOne, r, s.liquidity)) {
                    return AmmCode.OVERFLOW;
                }
            } else if (moved) {
                r.tick = TickMath.tickAtSqrtPrice(price, s.e);
            }
        }
        return AmmCode.OK;
    }

    /**
     * Goes to the next initialized tick, or to the limit, where there is no liquidity. Nothing is traded there, so the
     * contract's stops at the ends of empty bitmap words, thousands at a spacing of 1, are counted but not taken.
     *
     * @return false where crossing the tick over- or underflows
     */
    private static boolean leap(
            final int spacing,
            final long[] slab,
            final boolean zeroForOne,
            final U256 limit,
            final SwapResult r,
            final Scratch s) {
        final boolean initialized = zeroForOne ? r.position > 0 : r.position < slab[0];
        int next = zeroForOne ? TickMath.MIN_TICK : TickMath.MAX_TICK;
        if (initialized) {
            next = (int) slab[zeroForOne ? r.position : 1 + r.position];
        }
        TickMath.sqrtPriceAtTick(next, s.e);
        final int beyond = s.e.compareTo(limit);
        if (zeroForOne ? beyond < 0 : beyond > 0) {
            stop(spacing, zeroForOne, limit, r, s);
            return true;
        }
        s.price.set(s.e);
        r.steps += zeroForOne
                ? 1 + word(r.tick, spacing, 0) - word(next, spacing, 0)
                : 1 + word(next, spacing, 0) - word(r.tick, spacing, 1);
        r.tick = zeroForOne ? next - 1 : next;
        return cross(slab, zeroForOne, r, s.liquidity);
    }

    /** Ends a leap at the limit. A limit that is exactly a stop of the contract's counts as that stop. */
    private static void stop(
            final int spacing, final boolean zeroForOne, final U256 limit, final SwapResult r, final Scratch s) {
        final int tick = TickMath.tickAtSqrtPrice(limit, s.e);
        TickMath.sqrtPriceAtTick(tick, s.e);
        final int up = zeroForOne ? 0 : 1;
        final boolean onStop = s.e.isEqual(limit) && (tick + up * spacing) % (WORD_TICKS * spacing) == 0;
        final int words = Math.abs(word(tick, spacing, up) - word(r.tick, spacing, up));
        r.steps += zeroForOne || !onStop ? 1 + words : words;
        r.tick = zeroForOne && onStop ? tick - 1 : tick;
        s.price.set(limit);
    }

    /** The bitmap word of the spacing-th multiple at or below a tick, or of one so many further up. */
    private static int word(final int tick, final int spacing, final int up) {
        return Math.floorDiv(Math.floorDiv(tick, spacing) + up, WORD_TICKS);
    }

    private static void account(final boolean exactIn, final int share, final SwapResult r, final Scratch s) {
        if (share != 0) {
            FullMath.divide(s.fee, s.a.set(share), s.a, false, s);
            r.protocolFee.add(s.a);
        }
        s.amountIn.add(s.fee);
        r.amountIn.add(s.amountIn);
        r.amountOut.add(s.amountOut);
        s.remaining.subtract(exactIn ? s.amountIn : s.amountOut);
    }

    /**
     * Whether it is plain that an input ends before the price of a tick, so that this price need not be known. With x the part by which the
     * whole input moves the square-root price p, fee or not, which is input * p / liquidity downwards and input / (p * liquidity) upwards,
     * the price moves by log(1 + x) at the most, which x exceeds; and the contract rounds what the way to the tick takes up.
     */
    private static boolean endsBefore(final int nextTick, final int tick, final boolean zeroForOne, final Scratch s) {
        final double p = s.price.toDouble() * 0x1p-96;
        final double reserve = zeroForOne ? s.liquidity.toDouble() / p : s.liquidity.toDouble() * p;
        final int ticks = zeroForOne ? tick - nextTick : nextTick - tick - 1;
        return s.remaining.toDouble() * TickMath.TICKS_PER_LOG < (ticks - NEAR) * reserve;
    }

    /** The next tick to stop at, in the low half; bit 32 tells whether it is initialized. */
    private static long nextTick(
            final long[] slab, final int tick, final int position, final int spacing, final boolean zeroForOne) {
        final int compressed = Math.floorDiv(tick, spacing);
        if (zeroForOne) {
            final int end = (compressed & -WORD_TICKS) * spacing;
            if (position > 0 && slab[position] >= end) {
                return 1L << 32 | (slab[position] & 0xffffffffL);
            }
            return Math.max(end, TickMath.MIN_TICK) & 0xffffffffL;
        }
        final int end = ((compressed + 1) | (WORD_TICKS - 1)) * spacing;
        if (position < slab[0] && slab[1 + position] <= end) {
            return 1L << 32 | (slab[1 + position] & 0xffffffffL);
        }
        return Math.min(end, TickMath.MAX_TICK) & 0xffffffffL;
    }

    /** Crosses an initialized tick; false where the contract's liquidity under- or overflows. */
    private static boolean cross(
            final long[] slab, final boolean zeroForOne, final SwapResult r, final U256 liquidity) {
        final int at = TickMap.data(slab, zeroForOne ? --r.position : r.position++) + 2;
        final long net0 = slab[at];
        final long net1 = slab[at + 1];
        r.crossings++;
        // Downwards the net is taken off, upwards it is added.
        final boolean add = zeroForOne == net1 < 0;
        final long sign = net1 >> 63;
        final long abs0 = (net0 ^ sign) - sign;
        final long abs1 = (net1 ^ sign) + (net0 == 0 ? -sign : 0);
        if (add) {
            liquidity.l0 += abs0;
            final long carry = Words.less(liquidity.l0, abs0);
            final long sum = liquidity.l1 + abs1;
            liquidity.l1 = sum + carry;
            return (Words.less(sum, abs1) | Words.less(liquidity.l1, sum)) == 0;
        }
        final long borrow = Words.less(liquidity.l0, abs0);
        liquidity.l0 -= abs0;
        final long difference = liquidity.l1 - abs1;
        final boolean under = (Words.less(liquidity.l1, abs1) | Words.less(difference, borrow)) != 0;
        liquidity.l1 = difference - borrow;
        return !under;
    }

    /** Writes the words after a swap; see {@link PoolFamily#apply}. */
    public static void apply(
            final long[] words, final int at, final SwapResult r, final long[] target, final int targetAt) {
        target[targetAt] = r.sqrtPrice.l0;
        target[targetAt + 1] = r.sqrtPrice.l1;
        target[targetAt + 2] = r.sqrtPrice.l2;
        target[targetAt + LIQUIDITY] = r.liquidity.l0;
        target[targetAt + LIQUIDITY + 1] = r.liquidity.l1;
        target[targetAt + TICK] = tickWord(r.tick(), r.position);
        target[targetAt + CONFIG] = words[at + CONFIG];
    }

    /** sqrt(token 1 per token 0) in smallest units. */
    public static double sqrtPrice(final long[] words, final int at) {
        return ((Words.toDouble(words[at + 2]) * 0x1p64 + Words.toDouble(words[at + 1])) * 0x1p64
                        + Words.toDouble(words[at]))
                * 0x1p-96;
    }

    /** Liquidity in range. */
    public static double liquidity(final long[] words, final int at) {
        return Words.toDouble(words[at + LIQUIDITY + 1]) * 0x1p64 + Words.toDouble(words[at + LIQUIDITY]);
    }

    /** 1 - fee. */
    public static double feeFactor(final long[] words, final int at) {
        return (1_000_000 - feePips(words[at + CONFIG])) * 1e-6;
    }

    /** See {@link PoolFamily#marginalRate}; zero without liquidity in range. */
    public static double marginalRate(final long[] words, final int at, final boolean zeroForOne) {
        final double sqrt = sqrtPrice(words, at);
        if (sqrt == 0 || (words[at + LIQUIDITY] | words[at + LIQUIDITY + 1]) == 0) {
            return 0;
        }
        final double price = sqrt * sqrt;
        return feeFactor(words, at) * (zeroForOne ? price : 1 / price);
    }

    /** See {@link PoolFamily#firstPiece}. */
    public static boolean firstPiece(
            final long[] words, final int at, final long[] slab, final PieceCursor cursor, final Scratch s) {
        final double sqrt = sqrtPrice(words, at);
        if (sqrt == 0) {
            return false;
        }
        cursor.exactLiquidity.set(words[at + LIQUIDITY], words[at + LIQUIDITY + 1]);
        cursor.position = position(words, at);
        cursor.feeFactor = feeFactor(words, at);
        cursor.sqrtFrom = sqrt;
        end(slab, cursor);
        return true;
    }

    /** See {@link PoolFamily#nextPiece}. */
    public static boolean nextPiece(final long[] slab, final PieceCursor cursor, final Scratch s) {
        final boolean down = cursor.zeroForOne;
        if (down ? cursor.position == 0 : cursor.position >= TickMap.count(slab)) {
            return false;
        }
        final int at = TickMap.data(slab, down ? --cursor.position : cursor.position++) + 2;
        final long sign = down ? -1 : 0;
        s.a.set(slab[at] ^ sign, slab[at + 1] ^ sign);
        if (down) {
            s.a.increment();
        }
        cursor.exactLiquidity.add(s.a);
        cursor.exactLiquidity.set(cursor.exactLiquidity.l0, cursor.exactLiquidity.l1);
        cursor.sqrtFrom = cursor.sqrtTo;
        end(slab, cursor);
        return true;
    }

    private static void end(final long[] slab, final PieceCursor cursor) {
        final boolean down = cursor.zeroForOne;
        final int last = TickMap.count(slab);
        if (down) {
            cursor.tickTo = cursor.position > 0 ? TickMap.tick(slab, cursor.position - 1) : TickMath.MIN_TICK;
        } else {
            cursor.tickTo = cursor.position < last ? TickMap.tick(slab, cursor.position) : TickMath.MAX_TICK;
        }
        cursor.sqrtTo = TickMath.nearSqrtPrice(cursor.tickTo);
        cursor.liquidity = cursor.exactLiquidity.toDouble();
    }
}
