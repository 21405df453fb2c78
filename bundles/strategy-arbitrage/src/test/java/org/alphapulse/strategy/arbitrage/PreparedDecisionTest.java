package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.market.PoolStatus;
import org.junit.jupiter.api.Test;

/** A decision that was prepared is the one that would have been taken without. */
class PreparedDecisionTest {
    private static final long GAS = 1_000_000_000L;
    private static final BooleanSupplier NEVER = () -> false;
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<String> told = new ArrayList<>();
    private TestMarket m;
    private ArbitrageDetector plain;
    private ArbitrageDetector ahead;

    private void market() {
        m = new TestMarket();
        TestMarket.random(m, random, 8, 28, 0.003);
        plain = ShortSearchTest.detector(m.view, 16, 0, 1);
        ahead = ShortSearchTest.detector(m.view, 16, 0, 1);
        plain.gasPrice(GAS);
        ahead.gasPrice(GAS);
        told.clear();
        ahead.onProposal(o -> told.add(text(o)));
        plain.decideNoted(64);
        ahead.decideNoted(64);
        told.clear();
    }

    private void move() {
        final int pool = random.nextInt(m.view.poolCount());
        ShortSearchTest.move(m, pool, Math.exp(0.06 * (random.nextDouble() - 0.5)));
        plain.note(pool);
        ahead.note(pool);
    }

    private static String text(final Opportunity o) {
        final StringBuilder text = new StringBuilder(o.id() + " " + o.block() + " " + o.revision() + " " + o.outcome());
        for (int hop = 0; hop < o.route().hops(); hop++) {
            text.append(' ')
                    .append(o.route().pool(hop))
                    .append(':')
                    .append(o.amount(hop).toBigInteger());
        }
        return text.append(" = ").append(o.amountOut().toBigInteger()).toString();
    }

    private int assertSame() {
        final int expected = plain.decideNoted(64);
        assertEquals(expected, ahead.decideNoted(64));
        assertEquals(plain.considered(), ahead.considered());
        for (int i = 0; i < plain.explanations(); i++) {
            assertEquals(text(plain.explanation(i)), text(ahead.explanation(i)));
        }
        final List<String> proposed = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            proposed.add(text(plain.opportunity(i)));
        }
        assertEquals(proposed, told);
        told.clear();
        return expected;
    }

    @Test
    void shouldBeTheDecisionOfTheBlockWhenNothingCameInBetween() {
        int proposed = 0;
        int prepared = 0;
        for (int graph = 0; graph < 20; graph++) {
            market();
            for (int block = 0; block < 20; block++) {
                for (int i = 0; i < 4; i++) {
                    move();
                    if (random.nextInt(3) == 0) {
                        ahead.prepare(64, GAS, NEVER);
                    }
                }
                prepared += ahead.prepare(64, GAS, NEVER) ? 1 : 0;
                assertFalse(ahead.prepare(64, GAS, NEVER), "twice");
                assertTrue(told.isEmpty(), "told before the block was complete");
                proposed += assertSame();
            }
        }
        assertTrue(proposed > 200, "too few proposals: " + proposed);
        assertTrue(prepared > 200, "too few were prepared: " + prepared);
    }

    @Test
    void shouldBeDecidedAnewWhenSomethingChangedAfterIt() {
        for (int change = 0; change < 40; change++) {
            market();
            move();
            move();
            ahead.prepare(64, GAS, NEVER);
            switch (change % 4) {
                case 0 -> move();
                case 1 -> {
                    plain.gasPrice(50 * GAS);
                    ahead.gasPrice(50 * GAS);
                }
                case 2 -> m.state.hold(random.nextInt(m.view.poolCount()), PoolStatus.QUARANTINED);
                default -> m.state.holdChain(0, PoolStatus.REORGING);
            }
            assertSame();
        }
    }

    @Test
    void shouldLeaveNoTraceWhenItIsGivenUp() {
        for (int n = 0; n < 60; n++) {
            market();
            move();
            move();
            final int after = n % 20;
            final int[] asked = {0};
            final boolean done = ahead.prepare(64, GAS, () -> asked[0]++ == after);
            assertEquals(done, asked[0] <= after);
            assertSame();
        }
    }

    @Test
    void shouldSendOnlyWhenTheBlockIsComplete() {
        final ArbitrageStrategyTest test = new ArbitrageStrategyTest();
        final FakeContext context = test.context;
        final ArbitrageStrategy s = test.started("decide_at", "block");
        ShortSearchTest.move(test.m, 0, 1.05);
        s.onMessage(context.change(0));
        context.idle.forEach(Scheduler.DutyCycle::doWork);
        assertEquals(0, context.plans.rehearsed);
        context.idle.forEach(Scheduler.DutyCycle::doWork);
        assertEquals(0, context.plans.identities.size());
        assertEquals(1, context.plans.rehearsed);
        context.changed = -1;
        s.onMessage(context.block(2, GAS));
        assertEquals(1, context.plans.identities.size());
    }

    @Test
    void shouldBePreparedButNotRehearsedByAVersionBesideTheOneThatActs() {
        final ArbitrageStrategyTest test = new ArbitrageStrategyTest();
        final FakeContext context = test.context;
        context.acting = false;
        final ArbitrageStrategy s = test.started("decide_at", "block");
        ShortSearchTest.move(test.m, 0, 1.05);
        s.onMessage(context.change(0));
        for (int pass = 0; pass < 5; pass++) {
            context.idle.forEach(Scheduler.DutyCycle::doWork);
        }
        assertEquals(1, s.detector().expected(), "the decision is there");
        assertEquals(0, context.plans.rehearsed);
        context.acting = true;
        context.idle.forEach(Scheduler.DutyCycle::doWork);
        assertEquals(1, context.plans.rehearsed, "as soon as it acts");
    }
}
