package org.alphapulse.benchmarks;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.InstrumentText;
import org.alphapulse.model.Venues;

/** The id of a pool to text and back: ours, and what one would write with strings. */
final class InstrumentTexts {
    private final Venues venues = Venues.standard();
    private final InstrumentId[] ids = new InstrumentId[Samples.COUNT];
    private final byte[] text = new byte[InstrumentText.MAX_LENGTH];
    private final long[] words = new long[5];

    InstrumentTexts() {
        final SplittableRandom random = new SplittableRandom(11);
        final byte[] address = new byte[InstrumentId.ADDRESS_LENGTH];
        for (int i = 0; i < ids.length; i++) {
            random.nextBytes(address);
            ids[i] = InstrumentId.ofAddress(venues.code("uniswap-v3"), InstrumentKind.POOL, 1, address);
        }
    }

    long own(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final InstrumentId id = ids[i & Samples.MASK];
            final int length =
                    InstrumentText.format(id.word0(), id.word1(), id.word2(), id.word3(), id.word4(), venues, text, 0);
            sum += InstrumentText.parse(text, 0, length, venues, words, 0);
            sum += words[1];
        }
        return sum;
    }

    long jdk(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final InstrumentId id = ids[i & Samples.MASK];
            final String line = String.join(
                    ":",
                    venues.name(id.venue()),
                    Long.toString(id.chainId()),
                    InstrumentKind.ofCode(id.kind()).text(),
                    "0x" + HexFormat.of().formatHex(id.payload()));
            final String[] parts = line.split(":", 4);
            final byte[] address = HexFormat.of().parseHex(parts[3], 2, parts[3].length());
            sum += venues.code(parts[0]) + Long.parseLong(parts[1]) + parts[2].length() + address[7];
        }
        return sum;
    }
}
