package org.alphapulse.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverState;
import org.alphapulse.engine.market.Market;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.PoolTickFlyweight;
import org.junit.jupiter.api.Test;

/** A consumer beyond a line that loses messages asks with RecoveryRequest, and ends with the engine's own state. */
class RecoveryTest {
    private static final int RING = 1 << 22;
    private static final InstrumentId TOKEN0 =
            InstrumentId.parse("chain:1:token:0x6b175474e89094c44da98b954eedeac495271d0f");
    private static final InstrumentId TOKEN1 =
            InstrumentId.parse("chain:1:token:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2");
    private static final InstrumentId V2 =
            InstrumentId.parse("uniswap-v2:1:pool:0xa478c2975ab1ea89e8196811f51a7b7ade33eb11");
    private static final InstrumentId V3 =
            InstrumentId.parse("uniswap-v3:1:pool:0xc2e9f25be6257c210d7adf0d4cd6e3e881ba25f8");
    private static final int TICKS = 4_000;

    private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolStateFlyweight state = new PoolStateFlyweight();
    private final PoolTickFlyweight tick = new PoolTickFlyweight();
    private int counter;

    private void meta(Stage stage, InstrumentId pool, int family, int fee, int spacing) {
        meta.appendTo(stage.begin(0, ++counter));
        meta.clear();
        meta.instrument(pool)
                .base(TOKEN0)
                .quote(TOKEN1)
                .feePpm(fee)
                .tickSpacing(spacing)
                .family(family)
                .symbol("P");
        stage.publish();
    }

    private void pools(Stage stage) {
        meta(stage, V2, InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT, 3_000, 0);
        meta(stage, V3, InstrumentMetaFlyweight.FAMILY_CONCENTRATED, 3_000, 60);
        sync(stage, 1_000_000, 100);
        state.appendTo(stage.begin(0, ++counter));
        state.clear();
        state.pool(V3)
                .sqrtPriceX96(5, 1L << 32, 0)
                .liquidity(77L * TICKS / 2, 0)
                .tick(0)
                .feePpm(3_000)
                .tickSpacing(60)
                .feeProtocol0(4)
                .feeProtocol1(6)
                .tickCount(TICKS)
                .blockNumber(100)
                .logIndex(0xffffffffL)
                .transactionIndex(0xffffffffL)
                .cause(PoolStateFlyweight.CAUSE_BOOTSTRAP);
        stage.publish();
        for (int from = 0; from < TICKS; from += 1_000) {
            tick.appendTo(stage.begin(0, ++counter), 1_000);
            tick.pool(V3).blockNumber(100);
            for (int i = 0; i < 1_000; i++) {
                final int n = from + i - TICKS / 2;
                tick.tickIndex(i, n < 0 ? n * 60 : (n + 1) * 60)
                        .tickLiquidityGross(i, 77, 0)
                        .tickLiquidityNet(i, n < 0 ? 77 : -77, n < 0 ? 0 : -1);
            }
            stage.publish();
        }
    }

    private void sync(Stage stage, long reserve, long block) {
        sync.appendTo(stage.begin(0, ++counter));
        sync.clear();
        sync.pool(V2)
                .reserve0(reserve, 3)
                .reserve1(reserve * 7, 9)
                .blockNumber(block)
                .logIndex(1);
        stage.publish();
    }

    @Test
    void shouldSendTheMessagesAgainWhenFewWereLostOnTheWay() {
        try (Stage stage = new Stage(RING)) {
            final RemoteConsumer consumer = new RemoteConsumer(n -> n >= 8 && n < 57);
            final Observer line =
                    stage.observers.observe(ObserverSpec.lossless("line", "market-data", 1 << 12), consumer);
            pools(stage);
            for (int i = 1; i <= 100; i++) {
                sync(stage, 1_000_000 + i, 100 + i);
            }
            Stage.await("the line delivered all", () -> line.status().received() == counter);
            assertEquals(49, consumer.lost());
            assertTrue(consumer.ask(line));
            Stage.await("it came again", () -> consumer.replayed() == 49);
            assertEquals(49, line.status().retransmitted());
            assertEquals(0, line.status().snapshots());
            same(stage.market, consumer.market());
        }
    }

    @Test
    void shouldSendASnapshotOfPoolsWhenMoreWasLostThanIsSentAgain() {
        snapshot(ObserverSpec.lossless("line", "market-data", 1 << 12));
    }

    @Test
    void shouldSendASnapshotToALossyObserverToo() {
        snapshot(ObserverSpec.lossy("line", "market-data"));
    }

    /** Metadata, reserves and ticks are lost, so all that the consumer knows in the end came by the snapshot. */
    private void snapshot(ObserverSpec spec) {
        try (Stage stage = new Stage(RING)) {
            final RemoteConsumer consumer = new RemoteConsumer(n -> n >= 2 && n < 350);
            final Observer line = stage.observers.observe(spec, consumer);
            stage.trade(0, ++counter);
            pools(stage);
            for (int i = 1; i <= 400; i++) {
                sync(stage, 1_000_000 + i, 100 + i);
            }
            Stage.await("the line delivered all", () -> line.status().received() == counter);
            assertEquals(348, consumer.lost());
            assertEquals(0, consumer.market().view().poolCount());
            assertTrue(consumer.ask(line));
            Stage.await("the snapshot came", () -> {
                stage.relay.drain(10);
                return line.status().snapshots() == 1 && line.status().state() == ObserverState.LIVE;
            });
            sync(stage, 2_000_000, 900);
            Stage.await("the next one came", () -> consumer.last() == HeaderFlyweight.sequence(0, counter));
            same(stage.market, consumer.market());
            assertEquals(0, line.status().retransmitted());
        }
    }

    @Test
    void shouldRefuseWhatIsNoSoundRequest() {
        try (Stage stage = new Stage(RING)) {
            final RemoteConsumer consumer = new RemoteConsumer(n -> false);
            final Observer line = stage.observers.observe(ObserverSpec.lossy("line", "market-data"), consumer);
            assertFalse(consumer.askDamaged(line));
            assertFalse(consumer.askAbout(line, 3));
            assertEquals(0, line.status().retransmitted());
        }
    }

    /** Everything that trading reads is equal. */
    private static void same(Market engine, Market replica) {
        final MarketView a = engine.view();
        final MarketView b = replica.view();
        assertEquals(2, a.poolCount());
        assertEquals(2, b.poolCount());
        for (int pool = 0; pool < 2; pool++) {
            for (int word = 0; word < 5; word++) {
                assertEquals(a.poolId(pool, word), b.poolId(pool, word));
            }
            assertTrue(a.tradable(pool) && b.tradable(pool), "pool " + pool + " " + b.status(pool));
            for (int word = 0; word < 8; word++) {
                assertEquals(a.word(pool, word), b.word(pool, word), "pool " + pool + " word " + word);
            }
            assertEquals(a.tickCount(pool), b.tickCount(pool));
            for (int i = 0; i < a.tickCount(pool); i++) {
                assertEquals(a.tickAt(pool, i), b.tickAt(pool, i));
                for (int word = 0; word < 2; word++) {
                    assertEquals(a.tickGross(pool, i, word), b.tickGross(pool, i, word));
                    assertEquals(a.tickNet(pool, i, word), b.tickNet(pool, i, word));
                }
            }
        }
        assertEquals(TICKS, a.tickCount(1));
    }
}
