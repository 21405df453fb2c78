package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.alphapulse.chain.Hex;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.junit.jupiter.api.Test;

class PoolTableTest {
    private static final int POOLS = 5_000;

    private final PoolTable table = new PoolTable();
    private final Map<String, Pool> expected = new HashMap<>();
    private final Random random = new Random(7);

    private static Pool pool(String address, int venue, boolean concentrated) {
        final InstrumentId id = InstrumentId.ofAddress(venue, InstrumentKind.POOL, 1, Hex.bytes(address));
        return new Pool(id, address, concentrated, null, null, 3_000, 60);
    }

    private int find(String address) {
        final ByteBuffer bytes = ByteBuffer.wrap(Hex.bytes(address));
        return table.find(bytes.getLong(), bytes.getLong(), bytes.getInt() & 0xffffffffL);
    }

    /** Some differ in one of the three words only, and some of these begin at the same slot. */
    private String address(int i) {
        final byte[] bytes = new byte[20];
        if (i % 4 != 0) {
            random.nextBytes(bytes);
        } else {
            ByteBuffer.wrap(bytes).putInt(i % 8 == 0 ? 16 : 4, i);
        }
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private void check() {
        expected.forEach((address, pool) -> {
            final int at = find(address);
            assertSame(pool, table.pool(at), address);
            assertSame(pool, table.get(table.number(at)), address);
            assertEquals(pool.loaded(), table.loaded(at), address);
            assertEquals(pool.concentrated, table.concentrated(at), address);
            assertEquals(pool.id.word0(), table.idHead(at), address);
        });
    }

    @Test
    void shouldFindWhatAMapFindsAndKnowTheSame() {
        for (int i = 0; i < POOLS; i++) {
            final Pool pool = pool(address(i), 1 + i % 3, i % 5 == 0);
            assertEquals(expected.putIfAbsent(pool.address, pool) == null, table.add(pool));
            assertFalse(table.add(pool), "it is there already");
            if (i % 3 == 0) {
                table.told(table.pool(find(pool.address)), i);
            }
        }
        assertEquals(expected.size(), table.size());
        check();
        expected.values().forEach(pool -> {
            if (random.nextBoolean()) {
                table.forget(pool);
                assertFalse(pool.loaded());
            } else {
                table.told(pool, 9);
                assertTrue(pool.loaded());
            }
        });
        check();
        for (int i = 1; i < POOLS; i += 2) {
            assertEquals(PoolTable.NONE, find(address(i)));
        }
    }
}
