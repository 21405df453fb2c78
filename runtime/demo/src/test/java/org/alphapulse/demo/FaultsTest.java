package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.alphapulse.devnet.ChainSpec;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.NoiseSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole line trades while others do, and something breaks. */
class FaultsTest {
    private static final boolean LONG = Boolean.getBoolean("alphapulse.long");

    @TempDir
    Path folder;

    private Devnet devnet;
    private LocalChain chain;
    private Reckoning reckoning;
    private Map<String, Map<String, String>> configurations;
    private Line line;

    @BeforeEach
    void startChain() throws IOException {
        devnet = Devnet.start(DevnetSpec.defaults().withChains(ChainSpec.of(1)));
        chain = devnet.chain(1);
        final Trader trader = new Trader(chain);
        configurations = faulty(chain, trader, folder);
        reckoning = new Reckoning(chain, trader.address());
    }

    /** The demo's configurations, with every way to the node through one that can be broken. */
    static Map<String, Map<String, String>> faulty(LocalChain chain, Trader trader, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("keys"));
        final Map<String, Map<String, String>> all =
                new LinkedHashMap<>(trader.configurations(folder.resolve("keys"), folder.resolve("ledger")));
        set(all, "org.alphapulse.collector.evm-devnet.cfg", "silence.ms", "2000");
        set(all, "org.alphapulse.submission.public-devnet.cfg", "nodes", chain.httpUrl());
        set(all, "org.alphapulse.executor.flashloan-main.cfg", "nodes", chain.httpUrl());
        return all;
    }

    private static void set(Map<String, Map<String, String>> all, String file, String key, String value) {
        final Map<String, String> values = new HashMap<>(all.get(file));
        values.put(key, value);
        all.put(file, values);
    }

    /** Starts the line, which then trades. */
    private void trade() {
        chain.noise(NoiseSpec.of(3, 20));
        line = new Line(configurations, folder);
        Patience.until("pools", () -> line.tradable() == 50, () -> line.collector.status());
        line.engine.arm();
        awaitFills(2);
    }

    private void awaitFills(int more) {
        final long before = line.filled();
        Patience.until(
                more + " more fills",
                () -> line.filled() >= before + more,
                () -> line.filled() + " of " + line.planned() + " plans, " + line.engine.status() + ", "
                        + line.collector.status() + ", " + line.engine.plugins().status());
    }

    /** Ends trading, lets everything settle and holds the ledger against the chain. */
    private void settle() {
        line.engine.disarm();
        Patience.until(
                "results of all plans",
                () -> line.ledger.open().isEmpty(),
                () -> line.ledger.open() + ", " + line.engine.plugins().status());
        // A block that nothing of ours may be in.
        final long block = chain.blockNumber();
        Patience.until("another block", () -> chain.blockNumber() > block + 1, chain::blockNumber);
        assertTrue(reckoning.check(line.ledger) > 0, "nothing was traded");
    }

    @AfterEach
    void stop() {
        if (line != null) {
            line.close();
        }
        devnet.close();
    }

    @Test
    void shouldStopTradingAndGoOnWhenTheNodeIsKilledAndComesBack() {
        trade();
        for (int i = 0; i < (LONG ? 5 : 1); i++) {
            chain.crash();
            Patience.until("untradable pools", () -> line.tradable() == 0, () -> line.collector.status());
            final long planned = line.planned();
            Patience.during(1_500, () -> assertEquals(planned, line.planned(), "plans without a node"));
            chain.restart();
            Patience.until("pools", () -> line.tradable() == 50, () -> line.collector.status());
            awaitFills(2);
        }
        settle();
    }

    @Test
    void shouldStopTradingAndGoOnWhenTheEndpointIsSilent() {
        trade();
        for (int i = 0; i < (LONG ? 5 : 1); i++) {
            chain.connections().silence(true);
            Patience.until("untradable pools", () -> line.tradable() == 0, () -> line.collector.status());
            final long planned = line.planned();
            Patience.during(1_500, () -> assertEquals(planned, line.planned(), "plans on a silent market"));
            chain.connections().silence(false);
            awaitFills(2);
        }
        settle();
    }

    @Test
    void shouldTradeWithTheHonestNodesWhenOneHasAHeadThatIsNotCanonical() {
        try (Devnet lying = Devnet.start(DevnetSpec.instant())) {
            final LocalChain liar = lying.chain(1);
            liar.mine(1);
            set(
                    configurations,
                    "org.alphapulse.collector.evm-devnet.cfg",
                    "endpoints",
                    liar.wsUrl() + "," + chain.wsUrl() + "|" + chain.httpUrl() + "," + chain.ipc());
            trade();
            assertEquals(1, line.collector.status().quarantines());
            assertEquals(chain.wsUrl(), line.collector.status().node());
            awaitFills(2);
            settle();
        }
    }

    @Test
    void shouldAccountForWhatIsLeftWhenReorganisationsTakeOwnTransactions() {
        trade();
        final Random random = new Random(7);
        for (final int depth : LONG ? new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10} : new int[] {1, 4}) {
            awaitFills(2);
            final List<String> kept = random.nextBoolean() ? List.of() : minedIn(chain.blockNumber());
            chain.reorg(depth, kept);
            awaitFills(1);
        }
        settle();
    }

    private List<String> minedIn(long block) {
        return line.ledger.newest(10_000).stream()
                .flatMap(entry -> entry.settlement().stream())
                .filter(end -> end.blockNumber() == block)
                .map(end -> end.transactionHash())
                .limit(1)
                .toList();
    }

    @Test
    void shouldSendNothingMoreWhenABreakerTripsInMidPlanAndGoOnWhenAPersonSaysSo() {
        trade();
        // Between the approval and the sending: the plan is already being written down.
        halt("while it is written", hook -> line.beforeLedger = hook);
        // At the door of the node: that one goes, the next does not.
        halt("while it is sent", hook -> line.beforeSubmit = hook);
        settle();
    }

    private void halt(String when, java.util.function.Consumer<Runnable> hooks) {
        final AtomicInteger after = new AtomicInteger();
        hooks.accept(() -> {
            if (line.engine.isHalted()) {
                after.incrementAndGet();
            } else {
                line.engine.halt("breaker " + when);
            }
        });
        Patience.until("the halt", line.engine::isHalted, () -> line.engine.status());
        final int sent = submitted();
        Patience.during(3_000, () -> {
            assertTrue(line.engine.isHalted(), "it resumed by itself");
            assertEquals(0, after.get(), () -> "handed on after the breaker tripped " + when);
        });
        assertTrue(submitted() <= sent + 1, "sent after the breaker tripped");
        assertThrows(IllegalStateException.class, line.engine::arm);
        hooks.accept(() -> {});
        line.engine.resumeTrading();
        line.engine.arm();
        awaitFills(2);
    }

    private int submitted() {
        return (int) line.ledger.newest(10_000).stream()
                .filter(entry -> entry.settlement().isEmpty()
                        || !entry.settlement().get().outcome().name().equals("REJECTED"))
                .count();
    }
}
