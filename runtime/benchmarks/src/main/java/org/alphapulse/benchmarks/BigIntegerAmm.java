package org.alphapulse.benchmarks;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.List;
import org.alphapulse.amm.TickMap;

/** The operations of {@link AmmBenchmark} as one would write them with big integers. */
final class BigIntegerAmm {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger FEE = BigInteger.valueOf(AmmCases.FEE);
    private static final BigInteger KEEP = MILLION.subtract(FEE);
    private static final BigInteger V2_KEEP = BigInteger.valueOf(997);
    private static final BigInteger V2_WHOLE = BigInteger.valueOf(1000);
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final String[] HEX = {
        "fffcb933bd6fad37aa2d162d1a594001", "fff97272373d413259a46990580e213a", "fff2e50f5f656932ef12357cf3c7fdcc",
        "ffe5caca7e10e4e61c3624eaa0941cd0", "ffcb9843d60f6159c9db58835c926644", "ff973b41fa98c081472e6896dfb254c0",
        "ff2ea16466c96a3843ec78b326b52861", "fe5dee046a99a2a811c461f1969c3053", "fcbe86c7900a88aedcffc83b479aa3a4",
        "f987a7253ac413176f2b074cf7815e54", "f3392b0822b70005940c7a398e4b70f3", "e7159475a2c29b7443b29c7fa6e889d9",
        "d097f3bdfd2022b8845ad8f792aa5825", "a9f746462d870fdf8a65dc1f90e061e5", "70d869a156d2a1b890bb3df62baf32f7",
        "31be135f97d08fd981231505542fcfa6", "9aa508b5b7a84e1c677de54f3e99bc9", "5d6af8dedb81196699c329225ee604",
        "2216e584f5fa1ea926041bedfe98", "48a170391f7dc42444e8fa2",
    };
    private static final BigInteger[] FACTORS = factors();

    private final BigInteger[] v2;
    private final BigInteger[] mulDiv;
    private final BigInteger[] step;
    private final BigInteger[] amounts;
    private final BigInteger[] net;
    private final AmmCases cases;
    private final BigInteger price;
    private final BigInteger liquidity;
    private final BigInteger[][] applied = new BigInteger[AmmCases.N][2];
    private final ArrayDeque<BigInteger[]> undo = new ArrayDeque<>();

    BigIntegerAmm(final AmmCases cases) {
        this.cases = cases;
        v2 = split(cases.v2, 2);
        mulDiv = split(cases.mulDiv, 4);
        step = split(cases.step, 4);
        amounts = split(cases.amounts, 2);
        net = new BigInteger[TickMap.count(cases.slab)];
        for (int i = 0; i < net.length; i++) {
            net[i] = BigInteger.valueOf(TickMap.net(cases.slab, i, 0));
        }
        price = AmmCases.big(cases.poolWords, 0, 3);
        liquidity = AmmCases.big(cases.poolWords, 3, 2);
    }

    private static BigInteger[] factors() {
        final BigInteger[] factors = new BigInteger[HEX.length];
        for (int i = 0; i < HEX.length; i++) {
            factors[i] = new BigInteger(HEX[i], 16);
        }
        return factors;
    }

    private static BigInteger[] split(final long[] words, final int length) {
        final BigInteger[] values = new BigInteger[words.length / length];
        for (int i = 0; i < values.length; i++) {
            values[i] = AmmCases.big(words, i * length, length);
        }
        return values;
    }

    long v2(final int i) {
        final BigInteger kept = v2[3 * i].multiply(V2_KEEP);
        return kept.multiply(v2[3 * i + 2])
                .divide(v2[3 * i + 1].multiply(V2_WHOLE).add(kept))
                .longValue();
    }

    long mulDiv(final int i) {
        return mulDiv[3 * i]
                .multiply(mulDiv[3 * i + 1])
                .divide(mulDiv[3 * i + 2])
                .longValue();
    }

    long tick(final int i) {
        return priceAt(cases.ticks[i]).longValue();
    }

    private static BigInteger priceAt(final int tick) {
        BigInteger ratio = BigInteger.ONE.shiftLeft(128);
        for (int bits = Math.abs(tick); bits != 0; bits &= bits - 1) {
            ratio = ratio.multiply(FACTORS[Integer.numberOfTrailingZeros(bits)]).shiftRight(128);
        }
        if (tick > 0) {
            ratio = MAX.divide(ratio);
        }
        final boolean rest = ratio.intValue() != 0;
        ratio = ratio.shiftRight(32);
        return rest ? ratio.add(BigInteger.ONE) : ratio;
    }

    long step(final int i) {
        final BigInteger[] s = step(step[4 * i], step[4 * i + 1], step[4 * i + 2], step[4 * i + 3]);
        return s[0].longValue() + s[1].longValue() + s[2].longValue() + s[3].longValue();
    }

    private static BigInteger[] step(
            final BigInteger from, final BigInteger target, final BigInteger l, final BigInteger remaining) {
        final boolean down = from.compareTo(target) >= 0;
        final BigInteger less = remaining.multiply(KEEP).divide(MILLION);
        BigInteger in = down ? amount0(target, from, l, true) : amount1(from, target, l, true);
        BigInteger next = target;
        if (less.compareTo(in) < 0) {
            final BigInteger n = l.shiftLeft(96);
            next = down
                    ? ceil(n.multiply(from), n.add(less.multiply(from)))
                    : from.add(less.shiftLeft(96).divide(l));
            in = down ? amount0(next, from, l, true) : amount1(from, next, l, true);
        }
        final BigInteger out = down ? amount1(next, from, l, false) : amount0(from, next, l, false);
        final BigInteger fee = next.equals(target) ? ceil(in.multiply(FEE), KEEP) : remaining.subtract(in);
        return new BigInteger[] {next, in, out, fee};
    }

    private static BigInteger amount0(
            final BigInteger low, final BigInteger high, final BigInteger l, final boolean up) {
        final BigInteger n = l.shiftLeft(96).multiply(high.subtract(low));
        return up ? ceil(ceil(n, high), low) : n.divide(high).divide(low);
    }

    private static BigInteger amount1(
            final BigInteger low, final BigInteger high, final BigInteger l, final boolean up) {
        final BigInteger n = l.multiply(high.subtract(low));
        final BigInteger q = n.shiftRight(96);
        return up && n.getLowestSetBit() < 96 && n.signum() != 0 ? q.add(BigInteger.ONE) : q;
    }

    private static BigInteger ceil(final BigInteger a, final BigInteger b) {
        final BigInteger[] qr = a.divideAndRemainder(b);
        return qr[1].signum() == 0 ? qr[0] : qr[0].add(BigInteger.ONE);
    }

    /** Exact input of token 0 in the benchmark's pool. */
    long swap(final int i) {
        BigInteger p = price;
        BigInteger l = liquidity;
        BigInteger left = amounts[i];
        BigInteger out = BigInteger.ZERO;
        int tick = AmmCases.TICK;
        int position = TickMap.position(cases.slab, tick);
        while (left.signum() != 0) {
            final int end = (Math.floorDiv(tick, AmmCases.SPACING) & -256) * AmmCases.SPACING;
            final boolean initialized = position > 0 && TickMap.tick(cases.slab, position - 1) >= end;
            final int next = initialized ? TickMap.tick(cases.slab, position - 1) : end;
            final BigInteger target = priceAt(next);
            final BigInteger[] s = step(p, target, l, left);
            left = left.subtract(s[1]).subtract(s[3]);
            out = out.add(s[2]);
            p = s[0];
            if (p.equals(target)) {
                tick = next - 1;
                if (initialized) {
                    l = l.subtract(net[--position]);
                }
            }
        }
        return out.longValue();
    }

    /** Two values from words into objects, the old ones kept for the last 65,536 events. */
    long apply(final long[] words, final int at, final int first, final int second, final int pool) {
        undo.addLast(applied[pool]);
        if (undo.size() > 65_536) {
            undo.removeFirst();
        }
        applied[pool] = new BigInteger[] {value(words, at, first), value(words, at + first, second)};
        return applied[pool][0].longValue();
    }

    /** What was applied to a pool last. */
    List<BigInteger> state(final int pool) {
        return List.of(applied[pool]);
    }

    private static BigInteger value(final long[] words, final int at, final int length) {
        final byte[] bytes = new byte[8 * length];
        for (int i = 0; i < length; i++) {
            for (int k = 0; k < 8; k++) {
                bytes[8 * (length - i) - 1 - k] = (byte) (words[at + i] >>> (8 * k));
            }
        }
        return new BigInteger(1, bytes);
    }
}
