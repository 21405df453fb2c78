package org.alphapulse.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InstrumentTableTest {
    @Test
    void shouldGiveDenseHandlesAsAMapWould() {
        final SplittableRandom random = new SplittableRandom(1);
        final InstrumentTable table = new InstrumentTable(1);
        final Map<InstrumentId, Integer> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            final InstrumentId id = id(random.nextInt(20_000));
            final Integer known = expected.get(id);
            assertEquals(known == null ? InstrumentTable.UNKNOWN : known, table.find(id));
            final int handle = known == null ? expected.size() : known;
            expected.put(id, handle);
            assertEquals(handle, table.add(id));
            assertEquals(handle, table.find(id));
            assertEquals(id, table.id(handle));
            assertEquals(expected.size(), table.size());
        }
    }

    @Test
    void shouldShowReadersEverythingThatWasPublished() throws InterruptedException {
        final InstrumentTable table = new InstrumentTable();
        final int ids = 200_000;
        final AtomicInteger published = new AtomicInteger();
        final AtomicReference<String> failure = new AtomicReference<>();
        final Thread reader = new Thread(() -> {
            final SplittableRandom random = new SplittableRandom(2);
            for (int seen = 0; seen < ids && failure.get() == null; seen = published.get()) {
                if (seen > 0) {
                    final int wanted = random.nextInt(seen);
                    final InstrumentId id = id(wanted);
                    if (table.find(id) != wanted || !table.id(wanted).equals(id) || table.size() < seen) {
                        failure.set("handle of " + wanted + " after " + seen);
                    }
                }
                if (table.find(id(ids + random.nextInt(ids))) != InstrumentTable.UNKNOWN) {
                    failure.set("found what was never added");
                }
            }
        });
        reader.start();
        for (int i = 0; i < ids; i++) {
            table.add(id(i));
            published.set(i + 1);
        }
        reader.join();
        assertNull(failure.get());
    }

    @Test
    void shouldRefuseASizeThatNoArrayHas() {
        assertThrows(IllegalArgumentException.class, () -> new InstrumentTable(0));
        assertThrows(IllegalArgumentException.class, () -> new InstrumentTable(Integer.MAX_VALUE));
    }

    private static InstrumentId id(final int number) {
        return InstrumentId.ofSymbol(2, InstrumentKind.SPOT, 0, "S" + number);
    }
}
