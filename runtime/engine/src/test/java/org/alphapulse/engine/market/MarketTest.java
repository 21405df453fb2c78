package org.alphapulse.engine.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.junit.jupiter.api.Test;

class MarketTest {
    private static final InstrumentId POOL =
            InstrumentId.parse("uniswap-v2:1:pool:0xa478c2975ab1ea89e8196811f51a7b7ade33eb11");
    private static final InstrumentId TOKEN0 =
            InstrumentId.parse("chain:1:token:0x6b175474e89094c44da98b954eedeac495271d0f");
    private static final InstrumentId TOKEN1 =
            InstrumentId.parse("chain:1:token:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2");

    private final Market market = new Market();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final MessageWriter writer = new MessageWriter();
    private long sequence;

    private MessageWriter begin() {
        writer.begin(buffer, 0, buffer.capacity(), Domains.MARKET_DATA, 1, 0, ++sequence, sequence);
        return writer;
    }

    private void publish() {
        market.onMessage(buffer, 0, writer.finish());
    }

    private void meta(int flags) {
        final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
        meta.appendTo(begin());
        meta.clear();
        meta.instrument(POOL).base(TOKEN0).quote(TOKEN1).feePpm(3_000).metaFlags(flags);
        meta.family(InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
        publish();
    }

    @Test
    void shouldGiveAPoolThatDivergesOnceToWhoeverTellsOfItsChain() {
        final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
        meta.appendTo(begin());
        meta.clear();
        meta.instrument(POOL).base(TOKEN0).quote(TOKEN1).feePpm(3_000).tickSpacing(60);
        meta.family(InstrumentMetaFlyweight.FAMILY_CONCENTRATED);
        publish();
        final PoolStateFlyweight state = new PoolStateFlyweight();
        for (int time = 0; time < 2; time++) {
            state.appendTo(begin());
            state.clear();
            // Liquidity of which no tick knows.
            state.pool(POOL).sqrtPriceX96(0, 1L << 32, 0).liquidity(5, 0).cause(PoolStateFlyweight.CAUSE_BOOTSTRAP);
            publish();
            assertEquals(PoolStatus.DIVERGING, market.view().status(0));
            assertEquals(Set.of(), market.diverged(2), "another chain");
            assertEquals(Set.of(POOL), market.diverged(1));
            assertEquals(Set.of(), market.diverged(1), "given once");
        }
    }

    @Test
    void shouldSetAsideAPoolThatIsDelistedAndTakeItBack() {
        meta(0);
        assertEquals(0, market.changedPool());
        final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        sync.appendTo(begin());
        sync.clear();
        sync.pool(POOL).reserve0(1_000_000, 0).reserve1(2_000_000, 0).blockNumber(1);
        publish();
        assertEquals(PoolStatus.TRADABLE, market.view().status(0));
        meta(InstrumentMetaFlyweight.META_FLAGS_DELISTED);
        assertEquals(PoolStatus.QUARANTINED, market.view().status(0));
        assertEquals(0, market.changedPool(), "strategies are told");
        meta(InstrumentMetaFlyweight.META_FLAGS_DELISTED);
        assertEquals(-1, market.changedPool(), "nothing is new");
        meta(0);
        assertEquals(PoolStatus.TRADABLE, market.view().status(0));
        assertEquals(1, market.view().poolCount());
    }
}
