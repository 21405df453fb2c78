package org.alphapulse.strategy.arbitrage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.amm.U256;
import org.alphapulse.model.InstrumentId;

/** A start token as configured, before the market has a handle for it. */
record StartTokenText(
        InstrumentId id, U256 maximumCapital, U256 minimumProfit, double unitsPerWei, List<FundingSource> sources) {
    private static final List<String> KINDS = List.of("own", "vault", "lending", "v2-flash", "v3-flash");

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException that says what is allowed
     */
    static StartTokenText parse(final String text) {
        final String[] parts = text.trim().split("\\|", -1);
        if (parts.length != 5) {
            throw refused(text, "it has " + parts.length + " parts");
        }
        try {
            final List<FundingSource> sources = new ArrayList<>();
            for (final String source : parts[4].split(",", -1)) {
                sources.add(source(source.trim()));
            }
            return new StartTokenText(
                    InstrumentId.parse(parts[0].trim()),
                    amount(parts[1]),
                    amount(parts[2]),
                    price(parts[3].trim()),
                    List.copyOf(sources));
        } catch (final ArithmeticException | IllegalArgumentException e) {
            throw refused(text, e.getMessage());
        }
    }

    private static IllegalArgumentException refused(final String text, final String why) {
        return new IllegalArgumentException("start.tokens=" + text + " is not allowed: " + why
                + "; allowed is id|largest input|least net profit|units per wei|kind@fee[@lender],...");
    }

    private static U256 amount(final String text) {
        final BigInteger value = new BigDecimal(text.trim()).toBigIntegerExact();
        return U256.of(value);
    }

    private static double price(final String text) {
        final double unitsPerWei = Double.parseDouble(text);
        if (!(unitsPerWei > 0 && unitsPerWei < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("units per wei must be above 0 and finite, not " + text);
        }
        return unitsPerWei;
    }

    private static FundingSource source(final String text) {
        final String[] parts = text.split("@", -1);
        final int kind = KINDS.indexOf(parts[0]);
        if (kind < 0 || parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException("funding " + text);
        }
        final List<Long> lender = new ArrayList<>();
        if (parts.length == 3) {
            final InstrumentId id = InstrumentId.parse(parts[2]);
            lender.addAll(List.of(id.word0(), id.word1(), id.word2(), id.word3(), id.word4()));
        }
        return new FundingSource(kind, lender, Integer.parseInt(parts[1]), new U256().set(-1L, -1L));
    }

    StartToken withHandle(final int token) {
        return new StartToken(token, sources, maximumCapital, minimumProfit, unitsPerWei);
    }

    static long[] words(final InstrumentId id) {
        return new long[] {id.word0(), id.word1(), id.word2(), id.word3(), id.word4()};
    }
}
