package org.alphapulse.amm;

import java.math.BigInteger;
import java.util.SplittableRandom;

/** Seeded integers of all lengths, with the shapes that break carries: all ones, powers of two and their neighbours. */
final class Cases {
    static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);
    private final SplittableRandom random;

    Cases(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** Cases per kernel: many in the long profile, enough for a quick build otherwise. */
    static int count() {
        return Boolean.getBoolean("alphapulse.long") ? 10_000_000 : 100_000;
    }

    boolean flip() {
        return random.nextBoolean();
    }

    int below(final int bound) {
        return random.nextInt(bound);
    }

    long word() {
        return random.nextLong();
    }

    /** An integer of at most the given number of bits. */
    BigInteger bits(final int max) {
        final int length = random.nextInt(max + 1);
        final BigInteger top = BigInteger.ONE.shiftLeft(length);
        switch (random.nextInt(10)) {
            case 0:
                return top.subtract(BigInteger.ONE);
            case 1:
                return length == 0 ? BigInteger.ZERO : top.shiftRight(1);
            case 2:
                return length < 2
                        ? BigInteger.ONE.shiftLeft(max).subtract(BigInteger.ONE)
                        : top.shiftRight(1).add(BigInteger.ONE);
            case 3:
                return limbs(max);
            default:
                BigInteger value = BigInteger.ZERO;
                for (int i = 0; i < 4; i++) {
                    value = value.shiftLeft(64).or(unsigned(random.nextLong()));
                }
                return value.and(top.subtract(BigInteger.ONE));
        }
    }

    /** Limbs that are each zero, all ones, the top bit or random. */
    private BigInteger limbs(final int max) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < 4; i++) {
            final long limb =
                    switch (random.nextInt(5)) {
                        case 0 -> 0L;
                        case 1 -> -1L;
                        case 2 -> Long.MIN_VALUE;
                        case 3 -> 1L;
                        default -> random.nextLong();
                    };
            value = value.shiftLeft(64).or(unsigned(limb));
        }
        return value.and(BigInteger.ONE.shiftLeft(max).subtract(BigInteger.ONE));
    }

    BigInteger positive(final int max) {
        return bits(max).max(BigInteger.ONE);
    }

    /** A valid square-root price: uniform in ticks, often exactly on one. */
    BigInteger price() {
        final int tick = TickMath.MIN_TICK + random.nextInt(2 * TickMath.MAX_TICK);
        return near(tick);
    }

    /** A price at a tick or in the following one. */
    BigInteger near(final int tick) {
        final BigInteger low = Oracle.sqrtPriceAtTick(tick);
        if (random.nextInt(4) == 0) {
            return low;
        }
        final BigInteger high = Oracle.sqrtPriceAtTick(tick + 1);
        return low.add(bits(160).mod(high.subtract(low)));
    }

    static BigInteger unsigned(final long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }
}
