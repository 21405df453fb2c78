package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of a pool changes without an event, as if one had been missed, so that the next one contradicts what the engine has. */
class DivergenceTest extends OnLocalChain {
    /** Where a pool keeps its liquidity in range, and its ticks. */
    private static final int LIQUIDITY_SLOT = 4;

    private static final int TICKS_SLOT = 5;
    private static final int HALF = 128;
    private static final BigInteger UNSEEN = BigInteger.valueOf(1_000_000_007);

    private Pool pool;

    @BeforeEach
    void choose() {
        pool = chain.pools(PoolFamily.UNISWAP_V3).get(0);
    }

    /** What a strategy sees of a pool after every message. */
    private static final class Watch implements Strategy {
        private final int pool;
        private final List<PoolStatus> statuses = new CopyOnWriteArrayList<>();
        private MarketView market;

        Watch(int pool) {
            this.pool = pool;
        }

        @Override
        public void onStart(StrategyContext context) {
            market = context.market();
            statuses.add(market.status(pool));
        }

        @Override
        public void onMessage(MessageReader message) {
            final PoolStatus now = market.status(pool);
            // Blocks that come one upon the other hold all pools back for a moment, which says nothing of this one.
            if (now != PoolStatus.BEHIND && statuses.get(statuses.size() - 1) != now) {
                statuses.add(now);
            }
        }
    }

    private Watch watch(Harness harness) {
        final Watch watch = new Watch(harness.handle(pool));
        harness.engine.plugins().bind(watch, new Plugin("watch", new Binding.Origin("watch", "1", 0), true, Map.of()));
        return watch;
    }

    private BigInteger stored(String slot) {
        return new BigInteger(
                chain.rpc()
                        .call("eth_getStorageAt", pool.address(), slot, "latest")
                        .asText()
                        .substring(2),
                16);
    }

    private void store(String slot, BigInteger word) {
        chain.rpc().call("anvil_setStorageAt", pool.address(), slot, String.format("0x%064x", word));
    }

    private void addLiquidity() {
        final String slot = String.format("0x%064x", LIQUIDITY_SLOT);
        store(slot, stored(slot).add(UNSEEN));
    }

    /** Adds to both ends of a range, gross in the lower half of the word and net in the upper. */
    private void addTicks(int lower, int upper) {
        for (final int tick : new int[] {lower, upper}) {
            final String slot = Abi.keccakHex(
                    Abi.encode("(int256,uint256)", BigInteger.valueOf(tick), BigInteger.valueOf(TICKS_SLOT)));
            final BigInteger word = stored(slot);
            final BigInteger mask = BigInteger.ONE.shiftLeft(HALF).subtract(BigInteger.ONE);
            final BigInteger net = word.shiftRight(HALF).add(tick == lower ? UNSEEN : UNSEEN.negate());
            store(slot, net.and(mask).shiftLeft(HALF).or(word.and(mask).add(UNSEEN)));
        }
    }

    /** The outermost ticks that the engine has. */
    private int[] ends(Harness harness) {
        final int handle = harness.handle(pool);
        return harness.onEngine(() -> {
            final MarketView view = harness.engine.market().view();
            return new int[] {view.tickAt(handle, 0), view.tickAt(handle, view.tickCount(handle) - 1)};
        });
    }

    private void swap() {
        chain.swap(chain.account(1), pool, pool.token0(), pool.token0().worth(1_000));
    }

    private void awaitTradable(Harness harness) {
        Harness.await(
                "all pools",
                () -> harness.caughtUp()
                        && harness.tradable() == harness.pools().size());
    }

    private static final List<PoolStatus> HELD_BACK_ONCE =
            List.of(PoolStatus.TRADABLE, PoolStatus.DIVERGING, PoolStatus.TRADABLE);

    @Test
    void shouldReadAPoolAgainWhenItsStateContradictsTheChain() {
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            final Watch watch = watch(harness);
            final int[] ends = ends(harness);
            addLiquidity();
            addTicks(ends[0], ends[1]);
            swap();
            Harness.await("a divergence", () -> harness.collector.status().divergences() == 1);
            awaitTradable(harness);
            harness.assertEqualToContracts();
            assertEquals(HELD_BACK_ONCE, watch.statuses);
            trade(new Random(3), 20);
            swap();
            awaitTradable(harness);
            harness.assertEqualToContracts();
            assertEquals(HELD_BACK_ONCE, watch.statuses);
            assertEquals(1, harness.collector.status().divergences());
            assertEquals(0, harness.collector.status().disconnects());
        }
    }

    @Test
    void shouldHoldAPoolBackWhileTheChainContradictsItself() {
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            final Watch watch = watch(harness);
            final int[] ends = ends(harness);
            addLiquidity();
            swap();
            Harness.await(
                    "divergence of what was read, too",
                    () -> harness.collector.status().divergences() == 2);
            assertEquals(harness.pools().size() - 1, harness.tradable(), "the others are not concerned");
            assertEquals(harness.pools().size() - 1, harness.collector.status().loadedPools());
            addTicks(ends[0], ends[1]);
            awaitTradable(harness);
            harness.assertEqualToContracts();
            assertEquals(HELD_BACK_ONCE, watch.statuses);
        }
    }
}
