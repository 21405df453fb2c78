package org.alphapulse.benchmarks;

import java.util.SplittableRandom;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.InstrumentTable;

/** The same values for every contender, different from message to message. A power of two of them. */
final class Samples {
    static final int COUNT = 256;
    static final int MASK = COUNT - 1;
    static final long NOW_NS = 1_790_000_000_000_000_000L;

    final InstrumentTable table = new InstrumentTable(COUNT);
    final long[] prices = new long[COUNT];
    final long[] sizes = new long[COUNT];
    final long[] traceIds = new long[2 * COUNT];

    Samples() {
        final SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < COUNT; i++) {
            table.add(InstrumentId.ofSymbol(100, InstrumentKind.SPOT, 0, "TOKEN" + i + "USDT"));
            prices[i] = random.nextLong(1, 10_000_000_000_000L);
            sizes[i] = random.nextLong(1, 1_000_000_000_000L);
            traceIds[2 * i] = random.nextLong();
            traceIds[2 * i + 1] = random.nextLong();
        }
    }
}
