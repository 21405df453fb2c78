package org.alphapulse.engine.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.api.market.MarketStatus;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketFileTest {
    private static final long CHAIN = 1;
    private static final long END_OF_BLOCK = 0xffffffffL;
    private static final InstrumentId POOL =
            InstrumentId.parse("uniswap-v2:1:pool:0xa478c2975ab1ea89e8196811f51a7b7ade33eb11");
    private static final InstrumentId OTHER =
            InstrumentId.parse("uniswap-v2:1:pool:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc");
    private static final InstrumentId TOKEN0 =
            InstrumentId.parse("chain:1:token:0x6b175474e89094c44da98b954eedeac495271d0f");
    private static final InstrumentId TOKEN1 =
            InstrumentId.parse("chain:1:token:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2");

    @TempDir
    Path folder;

    /** An engine whose market is told by the test, on the thread that may. */
    private final class Told implements AutoCloseable {
        private final Engine engine = new Engine(
                        EngineSettings.defaults(), new Halts(null), new MarketFile(folder.resolve("market")))
                .start();
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        private final MessageWriter writer = new MessageWriter();

        private void tell(Consumer<MessageWriter> message) {
            view(market -> {
                writer.begin(buffer, 0, buffer.capacity(), Domains.MARKET_DATA, 1, 0, 1, 1);
                message.accept(writer);
                engine.market().onMessage(buffer, 0, writer.finish());
                return null;
            });
        }

        <T> T view(java.util.function.Function<MarketView, T> reading) {
            try {
                return engine.agent().call(() -> reading.apply(engine.market().view()), 10_000);
            } catch (java.util.concurrent.TimeoutException e) {
                throw new AssertionError(e);
            }
        }

        PoolStatus status(int pool) {
            return view(market -> market.status(pool));
        }

        long reserve(int pool) {
            return view(market -> market.word(pool, 0));
        }

        void meta(InstrumentId pool, int feePpm) {
            tell(to -> {
                final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
                meta.appendTo(to);
                meta.clear();
                meta.instrument(pool)
                        .base(TOKEN0)
                        .quote(TOKEN1)
                        .feePpm(feePpm)
                        .family(InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
            });
        }

        void sync(InstrumentId pool, long reserve, long block, long logIndex) {
            tell(to -> {
                final PoolSyncFlyweight sync = new PoolSyncFlyweight();
                sync.appendTo(to);
                sync.clear();
                sync.pool(pool)
                        .reserve0(reserve, 0)
                        .reserve1(2 * reserve, 0)
                        .blockNumber(block)
                        .logIndex(logIndex);
            });
        }

        void head(long number, int more) {
            tell(to -> {
                final BlockHeadFlyweight head = new BlockHeadFlyweight();
                head.appendTo(to);
                head.clear();
                head.buffer().putLong(head.hashOffset(), 0xb10c00 + number, ByteOrder.BIG_ENDIAN);
                head.buffer().putLong(head.parentHashOffset(), 0xb10c00 + number - 1, ByteOrder.BIG_ENDIAN);
                head.number(number).chainId(CHAIN).headFlags(BlockHeadFlyweight.HEAD_FLAGS_LOGS_COMPLETE | more);
            });
        }

        void invalidate(int scope, long chainId, int venue) {
            tell(to -> {
                final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
                invalidation.appendTo(to);
                invalidation.clear();
                invalidation.chainId(chainId).venue(venue).scope(scope);
            });
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Two pools at block 10, and a log of block 11, whose other logs nobody has told. */
    private void keep() {
        try (Told first = new Told()) {
            first.meta(POOL, 3_000);
            first.meta(OTHER, 3_000);
            first.head(9, 0);
            first.sync(POOL, 1_000, 9, END_OF_BLOCK);
            first.sync(OTHER, 5_000, 9, END_OF_BLOCK);
            first.sync(POOL, 2_000, 10, 4);
            first.head(10, 0);
            first.sync(POOL, 3_000, 11, 0);
            assertEquals(3_000, first.reserve(0));
        }
    }

    @Test
    void shouldHaveTheLastCompleteBlockAndHoldItBackWhenABlockWasUnderWay() {
        keep();
        try (Told second = new Told()) {
            assertEquals(2_000, second.reserve(0));
            assertEquals(5_000, second.reserve(1));
            assertEquals(
                    new MarketStatus("READ", "", 2, 0, 0),
                    second.engine.status().market());
            assertEquals(PoolStatus.BEHIND, second.status(0));
            final RestoredChain kept = second.engine.market().restored(CHAIN);
            assertEquals(10, kept.block());
            assertEquals("0x0000000000b10c0a" + "0".repeat(48), kept.hash());
            assertEquals(java.util.Set.of(POOL, OTHER), kept.pools().keySet());
            assertTrue(second.engine.market().restored(CHAIN).pools().isEmpty(), "it is given once");
        }
    }

    @Test
    void shouldBeTradableOnlyWithAHeadThatIsNotBehindWhenItWasTakenOver() {
        keep();
        try (Told second = new Told()) {
            second.engine.market().restored(CHAIN);
            second.sync(POOL, 3_100, 11, 2);
            second.head(11, BlockHeadFlyweight.HEAD_FLAGS_BEHIND);
            assertEquals(PoolStatus.BEHIND, second.status(0));
            second.head(12, 0);
            assertEquals(PoolStatus.TRADABLE, second.status(0));
            assertEquals(3_100, second.reserve(0));
            assertEquals(PoolStatus.TRADABLE, second.status(1));
        }
        try (Told third = new Told()) {
            assertEquals(12, third.engine.market().restored(CHAIN).block());
            assertEquals(3_100, third.reserve(0));
        }
    }

    @Test
    void shouldKeepTheSameAgainWhenItEndsBeforeAnybodyHasTakenItOver() {
        keep();
        new Told().close();
        try (Told third = new Told()) {
            assertEquals(10, third.engine.market().restored(CHAIN).block());
            assertEquals(2_000, third.reserve(0));
        }
    }

    @Test
    void shouldMakeItVoidWhenSomebodyTellsWhoHasNotTakenItOver() {
        for (int way = 0; way < 4; way++) {
            keep();
            try (Told second = new Told()) {
                switch (way) {
                    case 0 -> second.head(15, 0);
                    case 1 -> second.sync(OTHER, 7_000, 15, END_OF_BLOCK);
                    case 2 -> second.invalidate(StateInvalidationFlyweight.SCOPE_CHAIN, CHAIN, 0);
                    default -> second.invalidate(StateInvalidationFlyweight.SCOPE_VENUE, 0, POOL.venue());
                }
                second.head(16, 0);
                assertFalse(second.status(0) == PoolStatus.TRADABLE, "way " + way);
                assertEquals(0, second.reserve(0), "way " + way);
                assertEquals(way == 1, second.status(1) == PoolStatus.TRADABLE, "way " + way);
                assertTrue(second.engine.market().restored(CHAIN).pools().isEmpty(), "way " + way);
            }
        }
    }

    @Test
    void shouldHaveNothingOfAPoolWhoseFeeIsAnotherNow() {
        keep();
        try (Told second = new Told()) {
            second.engine.market().restored(CHAIN);
            second.meta(POOL, 2_500);
            second.head(11, 0);
            assertEquals(PoolStatus.UNSYNCED, second.status(0));
            assertEquals(2_500, second.view(market -> market.feePips(0)).intValue());
            assertEquals(PoolStatus.TRADABLE, second.status(1));
        }
    }

    @Test
    void shouldGiveAReplicaWhatWaitsForItsReplayAndHoldItBackThereToo() {
        keep();
        try (Told second = new Told()) {
            final Market replica = new Market();
            second.view(market -> {
                copy(second.engine.market(), replica);
                return null;
            });
            assertEquals(2, replica.view().poolCount());
            assertEquals(2_000, replica.view().word(0, 0));
            assertEquals(PoolStatus.BEHIND, replica.view().status(0));
        }
    }

    private static void copy(Market from, Market to) {
        final var source = from.snapshot();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 16]);
        final MessageWriter writer = new MessageWriter();
        boolean more = true;
        for (int part = 0; more; part++) {
            writer.begin(buffer, 0, buffer.capacity(), Domains.MARKET_DATA, 1, 0, part + 1, 1);
            if (part == 0) {
                source.begin(writer);
            } else {
                more = source.next(writer);
            }
            to.onMessage(buffer, 0, writer.finish());
        }
    }

    @Test
    void shouldBeginEmptyAndSayWhyWhenAnyByteOfTheFileIsWrong() throws java.io.IOException {
        keep();
        final Path file = folder.resolve("market");
        final byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 1 + at / 40) {
            final byte[] bad = good.clone();
            bad[at] ^= 0x20;
            Files.write(file, bad);
            final Market market = new MarketFile(file).read();
            assertEquals(0, market.view().poolCount(), "byte " + at);
            assertEquals("REFUSED", market.status().kept(), "byte " + at);
            assertTrue(market.restored(CHAIN).reason().startsWith("market: "), "byte " + at);
            assertEquals("", market.restored(CHAIN).reason(), "it is said once");
        }
        final Market first = new MarketFile(folder.resolve("none")).read();
        assertEquals(new MarketStatus("NONE", "", 0, 0, 0), first.status());
        assertEquals("", first.restored(CHAIN).reason());
    }
}
