package org.alphapulse.benchmarks;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.InstrumentIdFlyweight;

/**
 * The same values for every contender, different from message to message. A power of two of them, few enough that the
 * messages stay in the first-level cache, as those of a queue between two stages do.
 */
final class Samples {
    static final int COUNT = 32;
    static final int MASK = COUNT - 1;
    static final long NOW_NS = 1_790_000_000_000_000_000L;

    final UnsafeBuffer ids = new UnsafeBuffer(new byte[COUNT * InstrumentId.LENGTH]);
    final long[] prices = new long[COUNT];
    final long[] sizes = new long[COUNT];
    final long[] traceIds = new long[2 * COUNT];

    Samples() {
        final SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < COUNT; i++) {
            InstrumentIdFlyweight.put(ids, i * InstrumentId.LENGTH, id(i));
            prices[i] = random.nextLong(1, 10_000_000_000_000L);
            sizes[i] = random.nextLong(1, 1_000_000_000_000L);
            traceIds[2 * i] = random.nextLong();
            traceIds[2 * i + 1] = random.nextLong();
        }
    }

    static InstrumentId id(final int number) {
        return InstrumentId.ofSymbol(100, InstrumentKind.SPOT, 0, "TOKEN" + number + "USDT");
    }
}
