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

/**
 * What 20,000 pools take in memory, and how long their snapshot takes to be written, and to be restored by an engine that just started: both in
 * processes of their own with a heap of 2 GB. The file was just written, so the system need not fetch it from the disk.
 */
final class AmmMemory {
    private static final int POOLS = 20_000;
    private static final int REPEATS = 3;
    private static final List<String> HEAP = List.of("-Xms128m", "-Xmx2g");

    private AmmMemory() {}

    /**
     * One part.
     *
     * @param args {@code write TICKS FILE} or {@code restore TICKS FILE}
     */
    public static void main(final String[] args) throws IOException {
        final int ticks = Integer.parseInt(args[1]);
        final Path file = Path.of(args[2]);
        if (args[0].equals("restore")) {
            System.out.println(restore(file, ticks) / 1_000_000);
        } else {
            write(ticks, file);
        }
    }

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
            final String[] written = fork("write", ticks, file).split(" ");
            row.put("megabytes", Long.valueOf(written[0]));
            row.put("writeMillis", Long.valueOf(written[1]));
            row.put("snapshotMegabytes", Files.size(file) >> 20);
            final List<Long> millis = new ArrayList<>();
            for (int i = 0; i < REPEATS; i++) {
                millis.add(Long.valueOf(fork("restore", ticks, file)));
            }
            row.put("restoreMillis", millis);
            return row;
        } finally {
            Files.delete(file);
        }
    }

    private static String fork(final String part, final int ticks, final Path file) throws IOException {
        return Bench.fork(HEAP, AmmMemory.class, part, Integer.toString(ticks), file.toString())
                .trim();
    }

    private static void write(final int ticks, final Path file) throws IOException {
        final long before = used();
        final MarketState state = market(ticks);
        final long megabytes = (used() - before) >> 20;
        final long start = System.nanoTime();
        try (OutputStream out = new FileOutputStream(file.toFile())) {
            state.writeSnapshot(out);
        }
        System.out.println(megabytes + " " + (System.nanoTime() - start) / 1_000_000);
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
