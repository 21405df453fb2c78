package org.alphapulse.benchmarks;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.market.ApplyCode;
import org.alphapulse.market.MarketState;

/** What 20,000 pools take in memory, and how long their snapshot takes to be written and restored. */
final class AmmMemory {
    private static final int POOLS = 20_000;
    private static final int REPEATS = 5;

    private AmmMemory() {}

    /** A row for 1,000 ticks per pool and one for 50, as many as pools have on average. */
    static List<Map<String, Object>> measure() throws IOException {
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final int ticks : new int[] {1000, 50}) {
            rows.add(row(ticks));
        }
        return rows;
    }

    private static Map<String, Object> row(final int ticks) throws IOException {
        final Path file = Files.createTempFile("alphapulse", ".snapshot");
        try {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("pools", POOLS);
            row.put("ticksPerPool", ticks);
            write(ticks, file, row);
            row.put("snapshotMegabytes", Files.size(file) >> 20);
            long first = 0;
            long best = Long.MAX_VALUE;
            for (int i = 0; i < REPEATS; i++) {
                used();
                final long nanos = restore(file, ticks);
                first = i == 0 ? nanos : first;
                best = Math.min(best, nanos);
            }
            row.put("restoreFirstMillis", first / 1_000_000);
            row.put("restoreMillis", best / 1_000_000);
            return row;
        } finally {
            Files.delete(file);
        }
    }

    /** In a method of its own, so that the market is garbage before another one is restored. */
    private static void write(final int ticks, final Path file, final Map<String, Object> row) throws IOException {
        final long before = used();
        final MarketState state = market(ticks);
        row.put("megabytes", (used() - before) >> 20);
        final long start = System.nanoTime();
        try (OutputStream out = new FileOutputStream(file.toFile())) {
            state.writeSnapshot(out);
        }
        row.put("writeMillis", (System.nanoTime() - start) / 1_000_000);
    }

    private static MarketState market(final int ticks) {
        final MarketState state = new MarketState();
        AmmOperations.add(state, PoolFamilies.UNISWAP_V3, POOLS);
        final int half = ticks / 2;
        for (int pool = 0; pool < POOLS; pool++) {
            state.beginLoad(pool, 0);
            for (int i = -half; i < half; i++) {
                state.loadTick(pool, i * AmmCases.SPACING, 1, 0, i < 0 ? 1 : -1, i < 0 ? 0 : -1);
            }
            state.loadV3(pool, 0, 1L << 32, 0, half - 1, 0, 0, 0);
            AmmOperations.require(state.endLoad(pool) == ApplyCode.APPLIED);
        }
        return state;
    }

    private static long restore(final Path file, final int ticks) throws IOException {
        final long start = System.nanoTime();
        final MarketState state;
        try (InputStream in = new FileInputStream(file.toFile())) {
            state = MarketState.readSnapshot(in);
        }
        final long nanos = System.nanoTime() - start;
        AmmOperations.require(
                state.view().tickCount(POOLS - 1) == ticks && state.view().tradable(0));
        return nanos;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
