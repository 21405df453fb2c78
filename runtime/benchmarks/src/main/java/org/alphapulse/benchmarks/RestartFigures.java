package org.alphapulse.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.alphapulse.chain.RestartStatus;
import org.alphapulse.collector.evm.EvmCollector;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.market.MarketView;

/**
 * How long an engine with a collector takes from its start until all pools are tradable: the first time, when each is read from the node, and after
 * a stop in good order, when what happened since is replayed. Each start is a process of its own, in which nothing is compiled; the
 * node is {@link ReplayNode} in the process that asks.
 */
final class RestartFigures {
    private static final int POOLS = 5_000;
    private static final int BLOCKS = 300;
    private static final int REPEATS = 3;
    private static final List<String> HEAP = List.of("-Xms128m", "-Xmx2g");

    private RestartFigures() {}

    /** One start: {@code FOLDER SOCKET stop|end}; {@code stop} keeps the market. */
    public static void main(final String[] args) throws TimeoutException {
        final long start = System.nanoTime();
        final Path folder = Path.of(args[0]);
        final Engine engine = new Engine(
                        EngineSettings.defaults(), new Halts(null), new MarketFile(folder.resolve("market")))
                .start();
        final EvmCollector collector = Components.make(
                EvmCollector.class,
                Map.of(
                        "chain",
                        "still",
                        "endpoints",
                        args[1],
                        "discovery",
                        "scan",
                        "silence.ms",
                        "600000",
                        "folder",
                        folder.toString(),
                        "chains.folder",
                        folder.toString()));
        engine.plugins()
                .bind(
                        collector,
                        new Plugin("collector.evm~still", new Binding.Origin("benchmark", "0.0.0", 0), true, Map.of()));
        while (collector.status().loadedPools() < POOLS || tradable(engine) < POOLS) {
            LockSupport.parkNanos(500_000);
        }
        final RestartStatus restart = collector.status().restart();
        System.out.println((System.nanoTime() - start) / 1_000_000 + " " + restart.readMs() + " " + restart.replayMs()
                + " " + restart.logs() + " " + restart.outcome());
        if (args[2].equals("stop")) {
            engine.close();
        }
        System.exit(0);
    }

    private static int tradable(final Engine engine) throws TimeoutException {
        return engine.agent()
                .call(
                        () -> {
                            final MarketView view = engine.market().view();
                            int count = 0;
                            for (int pool = 0; pool < view.poolCount(); pool++) {
                                count += view.tradable(pool) ? 1 : 0;
                            }
                            return count;
                        },
                        10_000);
    }

    static Map<String, Object> measure() throws IOException {
        final Path folder = Files.createTempDirectory("alphapulse");
        final Path socket = folder.resolve("node");
        try (ReplayNode node = new ReplayNode(socket, POOLS)) {
            node.describe(folder);
            final Map<String, Object> result = new LinkedHashMap<>();
            result.put("pools", POOLS);
            result.put("ticksPerConcentratedPool", ReplayNode.TICKS);
            result.put("blocks", BLOCKS);
            result.put("logs", BLOCKS * ReplayNode.LOGS_PER_BLOCK);
            result.put("firstStartMillis", Long.valueOf(fork(folder, socket, "stop")[0]));
            result.put("snapshotKilobytes", Files.size(folder.resolve("market")) >> 10);
            node.mine(BLOCKS);
            final List<List<Long>> millis = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < REPEATS; i++) {
                final String[] printed = fork(folder, socket, "end");
                AmmOperations.require(printed[4].equals("RESTORED")
                        && Integer.parseInt(printed[3]) == BLOCKS * ReplayNode.LOGS_PER_BLOCK);
                for (int column = 0; column < millis.size(); column++) {
                    millis.get(column).add(Long.valueOf(printed[column]));
                }
            }
            result.put("tradableMillis", millis.get(0));
            result.put("readMillis", millis.get(1));
            result.put("replayMillis", millis.get(2));
            return result;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String[] fork(final Path folder, final Path socket, final String end) throws IOException {
        return Bench.fork(HEAP, RestartFigures.class, folder.toString(), socket.toString(), end)
                .trim()
                .split(" ");
    }
}
