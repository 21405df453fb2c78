package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import org.alphapulse.amm.PoolFamilies;
import org.junit.jupiter.api.Test;

class GasModelTest {
    private static final int BASE = 38_000;
    private static final int LENDING = 170_000;
    private static final int V2 = 71_000;
    private static final int V3_DOWN = 95_000;
    private static final int V3_UP = 108_000;
    private static final int CROSSING = 17_000;

    private final SplittableRandom random = new SplittableRandom(5);
    private final GasModel model = new GasModel();

    private Opportunity any() {
        final Opportunity o = new Opportunity();
        o.fundingKind = random.nextBoolean() ? FundingSource.LENDING_LOAN : FundingSource.VAULT_LOAN;
        o.route.hops = 2 + random.nextInt(3);
        for (int i = 0; i < o.route.hops; i++) {
            o.families[i] = random.nextBoolean() ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3;
            o.route.zeroForOne[i] = random.nextBoolean();
        }
        o.crossings = random.nextInt(4);
        return o;
    }

    /** A chain that differs from the model's defaults in every part but the vault's loan. */
    private static long truth(final Opportunity o) {
        long gas = (long) BASE + (o.fundingKind == FundingSource.LENDING_LOAN ? LENDING : 20_355);
        gas += (long) CROSSING * o.crossings;
        for (int i = 0; i < o.route.hops; i++) {
            final int v3 = o.route.zeroForOne[i] ? V3_DOWN : V3_UP;
            gas += o.families[i] == PoolFamilies.UNISWAP_V2 ? V2 : v3;
        }
        return gas;
    }

    private double worst(final int count) {
        double worst = 0;
        for (int i = 0; i < count; i++) {
            final Opportunity o = any();
            worst = Math.max(worst, Math.abs(model.estimate(o) - truth(o)) / (double) truth(o));
        }
        return worst;
    }

    @Test
    void shouldComeToKnowAChainByItsReceipts() {
        assertTrue(worst(500) > 0.1, "the defaults fit this chain already");
        for (int i = 0; i < 5_000; i++) {
            final Opportunity o = any();
            model.learn(o, truth(o));
        }
        assertEquals(5_000, model.receipts());
        final GasModel next = new GasModel();
        final ExpandableArrayBuffer saved = new ExpandableArrayBuffer();
        assertEquals(model.save(saved, 3), next.restore(saved, 3));
        assertEquals(5_000, next.receipts());
        for (int i = 0; i < 100; i++) {
            final Opportunity o = any();
            assertEquals(model.estimate(o), next.estimate(o));
        }
        assertTrue(worst(500) < 0.01, "still wrong by " + worst(500));
    }

    @Test
    void shouldNotBeLedAstrayByAbsurdReceipts() {
        final Opportunity o = any();
        final long before = model.estimate(o);
        for (int i = 0; i < 10_000; i++) {
            model.learn(o, 30_000_000);
        }
        assertTrue(model.estimate(o) <= 2 * before, before + " became " + model.estimate(o));
        for (int i = 0; i < 10_000; i++) {
            model.learn(o, 21_000);
        }
        assertTrue(model.estimate(o) >= before / 2, before + " became " + model.estimate(o));
    }
}
