package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.chain.RestartStatus;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Position;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.Test;

/** An engine that ends and another that begins with its market, on a local chain that goes on meanwhile. */
class RestartTest extends OnLocalChain {
    /** getReserves, slot0, liquidity, tickBitmap and ticks, as they stand in calls. */
    private static final List<String> STATE_CALLS = List.of("0902f1ac", "3850c7bd", "1a686502", "5339c296", "f30dba93");

    /** An engine that knows all pools and ends in good order. */
    private void runOnce() {
        final Harness harness = harness();
        harness.awaitLoaded();
        trade(new Random(1), 10);
        final long head = chain.blockNumber();
        Harness.await(
                "the end of the newest block",
                () -> harness.onEngine(() -> harness.engine.market().view().blockHash(0, head, 0)) != 0);
        harness.stop();
    }

    /** Liquidity comes and goes: in one range of each V3 pool that stays in part, and in V2 pools. */
    private void provide() {
        for (final Pool pool : chain.pools(PoolFamily.UNISWAP_V3).subList(0, 4)) {
            final int spacing = pool.tickSpacing();
            final int tick = ((Number)
                            chain.call(pool.address(), "slot0()", "(uint160,int24,uint16,uint16,uint16,uint8,bool)")
                                    .get(1))
                    .intValue();
            final int lower = Math.floorDiv(tick, spacing) * spacing - 3 * spacing;
            final Position position = chain.mintRange(
                    chain.account(2),
                    pool,
                    lower,
                    lower + 7 * spacing,
                    pool.token0().worth(10_000),
                    pool.token1().worth(10_000));
            chain.burnRange(chain.account(2), position, position.liquidity().divide(BigInteger.valueOf(3)));
        }
        final Pool pair = chain.pools(PoolFamily.UNISWAP_V2).get(0);
        chain.mintLiquidity(
                chain.account(3),
                pair,
                pair.token0().worth(5_000),
                pair.token1().worth(5_000));
        chain.burnLiquidity(chain.account(3), pair, BigInteger.valueOf(1_000_000));
    }

    private static RestartStatus restart(Harness harness) {
        return harness.collector.status().restart();
    }

    private void assertRefused(Harness harness, String words) {
        harness.awaitLoaded();
        assertEquals("REFUSED", restart(harness).outcome());
        assertTrue(restart(harness).reason().contains(words), restart(harness).reason());
        assertEquals(harness.pools().size(), harness.tradable());
        harness.assertEqualToContracts();
    }

    private static long stateCalls(ByteArrayOutputStream heard) {
        final String text = heard.toString(StandardCharsets.ISO_8859_1);
        return STATE_CALLS.stream()
                .mapToLong(call -> Stream.of(text.split(call, -1)).count() - 1)
                .sum();
    }

    /** Whether any pool could be traded while the market was not yet at a block. */
    private static final class Watch implements Strategy {
        private final long head;
        private MarketView market;
        private volatile long messages;
        private volatile String early = "";

        Watch(long head) {
            this.head = head;
        }

        @Override
        public void onStart(StrategyContext context) {
            market = context.market();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void onMessage(MessageReader message) {
            messages++;
            for (int pool = 0; market.headBlock(0) < head && pool < market.poolCount(); pool++) {
                if (market.tradable(pool)) {
                    early = "pool " + pool + " at block " + market.headBlock(0);
                }
            }
        }
    }

    private static Watch watch(Harness harness, long head) {
        final Watch watch = new Watch(head);
        harness.engine.plugins().bind(watch, new Plugin("watch", new Binding.Origin("watch", "1", 0), true, Map.of()));
        return watch;
    }

    @Test
    void shouldBeTradableWithoutReadingPoolsWhenItWasStoppedAndOthersTradedMeanwhile() {
        final ByteArrayOutputStream first = new ByteArrayOutputStream();
        chain.connections().tap(first);
        runOnce();
        assertTrue(stateCalls(first) > 100, "calls of the first start are heard");
        final long stopped = chain.blockNumber();
        trade(new Random(2), 90);
        provide();
        final long blocks = chain.blockNumber() - stopped;
        final ByteArrayOutputStream second = new ByteArrayOutputStream();
        chain.connections().tap(second);
        chain.connections().refuse(true);
        try (Harness harness = harness()) {
            final Watch watch = watch(harness, chain.blockNumber());
            assertNothingIsQuoted(harness);
            chain.connections().refuse(false);
            Harness.await(
                    "the replay",
                    () -> !restart(harness).outcome().equals("WAITING")
                            && harness.tradable() == harness.pools().size());
            assertEquals(
                    "RESTORED", restart(harness).outcome(), restart(harness).reason());
            assertEquals(50, restart(harness).pools());
            assertEquals(stopped, restart(harness).block());
            assertEquals(blocks, restart(harness).blocks());
            assertTrue(restart(harness).logs() > 90, restart(harness).toString());
            harness.assertEqualToContracts();
            assertEquals(0, stateCalls(second), "no pool was read");
            assertTrue(watch.messages > 90 && watch.early.isEmpty(), watch.early);
            trade(new Random(3), 10);
            Harness.await("the head", harness::caughtUp);
            harness.assertEqualToContracts();
            assertEquals(0, stateCalls(second), "no pool was read later");
            assertBlocksBeforeTheStartCanBeTakenBack(harness);
        }
    }

    private void assertNothingIsQuoted(Harness harness) {
        for (int i = 0; i < 20; i++) {
            assertEquals(50, harness.onEngine(() -> {
                final MarketView view = harness.engine.market().view();
                final SwapResult result = new SwapResult();
                final U256 amount = new U256();
                amount.set(1_000_000, 0);
                int refused = 0;
                for (int pool = 0; pool < view.poolCount(); pool++) {
                    refused += view.status(pool) == PoolStatus.BEHIND
                                    && view.marginalRate(pool, true) == 0
                                    && view.quoteExactIn(pool, true, amount, result, new Scratch())
                                            == AmmCode.NOT_TRADABLE
                            ? 1
                            : 0;
                }
                return refused;
            }));
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    /** Ten blocks after the start, and ten that were replayed. */
    private void assertBlocksBeforeTheStartCanBeTakenBack(Harness harness) {
        chain.reorg(20);
        trade(new Random(4), 1);
        Harness.await("the head", harness::caughtUp);
        Harness.await("all pools", () -> harness.tradable() == harness.pools().size());
        harness.assertEqualToContracts();
        assertEquals(0, harness.collector.status().disconnects());
    }

    @Test
    void shouldReadAllPoolsWhenTheBlockOfTheStopWasReplaced() {
        runOnce();
        chain.reorg(3);
        trade(new Random(5), 5);
        try (Harness harness = harness()) {
            final Watch watch = watch(harness, chain.blockNumber());
            assertRefused(harness, "is not part of the chain any more");
            assertEquals("", watch.early);
        }
    }

    @Test
    void shouldReadAllPoolsAndSayWhyWhenTheFileCannotBeUsed() throws IOException {
        runOnce();
        trade(new Random(6), 3);
        final Path file = folder.resolve("market");
        final byte[] good = Files.readAllBytes(file);
        final byte[] torn = java.util.Arrays.copyOf(good, good.length - 1_000);
        final byte[] damaged = good.clone();
        damaged[good.length / 2] ^= 4;
        final byte[] tables = good.clone();
        tables[60] ^= 1;
        final byte[] later = good.clone();
        later[11] = 9;
        final Map<String, byte[]> cases = Map.of(
                "truncated: it has " + torn.length + " of " + good.length + " bytes",
                torn,
                "market snapshot is damaged",
                damaged,
                "the checksum of its tables is wrong",
                tables,
                "version 9, this engine reads version 1",
                later);
        for (final Map.Entry<String, byte[]> one : cases.entrySet()) {
            Files.write(file, one.getValue());
            try (Harness harness = harness()) {
                assertRefused(harness, one.getKey());
            }
        }
    }

    @Test
    void shouldReplayMoreWhenItWasKilledAndOnlyAnOlderFileIsThere() throws IOException {
        runOnce();
        final Path file = folder.resolve("market");
        final byte[] old = Files.readAllBytes(file);
        trade(new Random(7), 10);
        try (Harness killed = harness()) {
            killed.awaitLoaded();
            assertEquals("RESTORED", restart(killed).outcome(), restart(killed).reason());
            trade(new Random(8), 20);
            Harness.await("the head", killed::caughtUp);
        }
        Files.write(file, old);
        trade(new Random(9), 120);
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            assertEquals(
                    "RESTORED", restart(harness).outcome(), restart(harness).reason());
            assertEquals(150, restart(harness).blocks());
            harness.assertEqualToContracts();
        }
    }

    @Test
    void shouldReadAllPoolsWhenMoreHappenedThanMayBeReplayed() {
        runOnce();
        trade(new Random(10), 7);
        try (Harness harness = harness("restore_blocks", 6)) {
            assertRefused(harness, "7 blocks have come since, more than restore.blocks=6");
        }
        try (Harness harness = harness("restore_blocks", 0)) {
            assertRefused(harness, "restore.blocks is 0");
        }
    }

    /** In what discovery has found, as if it had read all events of the factories. */
    private void forgetAPoolAndChangeAFee(Path found) throws IOException {
        final String other = lower(chain.pools().get(0).address());
        final String gone = lower(chain.pools().get(1).address());
        final List<String> lines = new ArrayList<>();
        for (final String line : Files.readAllLines(found)) {
            if (!line.contains(gone)) {
                lines.add(line.contains(other) ? line.replace(",3000,", ",2500,") : line);
            }
        }
        final String to = "," + chain.blockNumber() + "," + chain.blockHash(chain.blockNumber());
        final var contracts = chain.contracts();
        for (final String factory : List.of(contracts.v2Factory(), contracts.sushiFactory(), contracts.v3Factory())) {
            lines.add("scanned," + lower(factory) + to);
        }
        Files.write(found, lines);
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    @Test
    void shouldTradeNoPoolThatIsNotFollowedAnyMore() throws IOException {
        runOnce();
        trade(new Random(11), 10);
        forgetAPoolAndChangeAFee(folder.resolve("pools-local-" + chain.id() + ".csv"));
        try (Harness harness = harness("discovery", "scan", "discovery_every_s", 3_600, "discovery_range", 16)) {
            Harness.await("the replay", () -> harness.tradable() == 49);
            assertEquals(
                    "RESTORED", restart(harness).outcome(), restart(harness).reason());
            assertEquals(48, restart(harness).pools());
            final int changed = harness.handle(chain.pools().get(0));
            final int gone = harness.handle(chain.pools().get(1));
            assertEquals(
                    2_500,
                    harness.onEngine(() -> harness.engine.market().view().feePips(changed))
                            .intValue());
            assertEquals(
                    PoolStatus.STALE,
                    harness.onEngine(() -> harness.engine.market().view().status(gone)));
        }
    }
}
