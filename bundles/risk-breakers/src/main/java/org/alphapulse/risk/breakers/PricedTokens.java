package org.alphapulse.risk.breakers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.model.InstrumentId;

/** The tokens whose price in the native coin is configured. Immutable. */
final class PricedTokens {
    private static final BigDecimal WEI_PER_GWEI = BigDecimal.valueOf(1_000_000_000L);
    private static final int LIMBS = 4;
    private static final int DIGITS = 40;

    private final List<InstrumentId> ids = new ArrayList<>();
    private final List<BigDecimal> unitsPerGwei = new ArrayList<>();
    private final List<long[]> largest = new ArrayList<>();

    /**
     * Reads the configured texts.
     *
     * @param maxTradeGwei largest input, 0 for any
     * @throws IllegalArgumentException that names the value and what is allowed
     */
    PricedTokens(List<String> texts, long maxTradeGwei) {
        for (final String text : texts) {
            final String[] parts = text.trim().split("\\|", -1);
            try {
                if (parts.length != 2) {
                    throw new IllegalArgumentException("it has " + parts.length + " parts");
                }
                final BigDecimal unitsPerWei = new BigDecimal(parts[1].trim());
                if (unitsPerWei.signum() <= 0) {
                    throw new IllegalArgumentException("the price is not above 0");
                }
                ids.add(InstrumentId.parse(parts[0].trim()));
                unitsPerGwei.add(unitsPerWei.multiply(WEI_PER_GWEI));
                largest.add(limbs(units(ids.size() - 1, maxTradeGwei)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "tokens=" + text + " is not allowed: " + e.getMessage()
                                + "; allowed is id|smallest units per wei of the native coin",
                        e);
            }
        }
    }

    private BigInteger units(int token, long gwei) {
        return BigDecimal.valueOf(gwei).multiply(unitsPerGwei.get(token)).toBigInteger();
    }

    static long[] limbs(BigInteger value) {
        final long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] = value.shiftRight(i * Long.SIZE).longValue();
        }
        return limbs;
    }

    static BigInteger signed(long limb0, long limb1, long limb2, long limb3) {
        return BigInteger.valueOf(limb3)
                .shiftLeft(3 * Long.SIZE)
                .add(unsigned(limb2).shiftLeft(2 * Long.SIZE))
                .add(unsigned(limb1).shiftLeft(Long.SIZE))
                .add(unsigned(limb0));
    }

    private static BigInteger unsigned(long limb) {
        return new BigInteger(Long.toUnsignedString(limb));
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** The index of a token, or -1. */
    int find(InstrumentId id) {
        return ids.indexOf(id);
    }

    /** The index of a token by its words, or -1; does not allocate. */
    int find(long word0, long word1, long word2, long word3, long word4) {
        for (int i = 0; i < ids.size(); i++) {
            final InstrumentId id = ids.get(i);
            if (id.word0() == word0
                    && id.word1() == word1
                    && id.word2() == word2
                    && id.word3() == word3
                    && id.word4() == word4) {
                return i;
            }
        }
        return -1;
    }

    /** Whether an input in smallest units is larger than allowed; does not allocate. */
    boolean tooLarge(int token, long limb0, long limb1, long limb2, long limb3) {
        final long[] most = largest.get(token);
        if (limb3 != most[3]) {
            return Long.compareUnsigned(limb3, most[3]) > 0;
        }
        if (limb2 != most[2]) {
            return Long.compareUnsigned(limb2, most[2]) > 0;
        }
        return limb1 != most[1] ? Long.compareUnsigned(limb1, most[1]) > 0 : Long.compareUnsigned(limb0, most[0]) > 0;
    }

    /** What an amount in smallest units is worth, in gwei, rounded down; the extreme value where it does not fit. */
    long gwei(int token, BigInteger amount) {
        final BigInteger value = new BigDecimal(amount)
                .divide(unitsPerGwei.get(token), DIGITS, RoundingMode.FLOOR)
                .setScale(0, RoundingMode.FLOOR)
                .toBigInteger();
        return value.bitLength() < Long.SIZE ? value.longValue() : value.signum() * Long.MAX_VALUE;
    }
}
