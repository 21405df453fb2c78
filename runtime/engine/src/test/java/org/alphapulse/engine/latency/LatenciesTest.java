package org.alphapulse.engine.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Collectors;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.relay.LatencyStatus;
import org.alphapulse.engine.agent.EngineAgent;
import org.alphapulse.engine.agent.TestClock;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private long now;
    private final EngineClock clock = new TestClock(() -> now);
    private final EngineAgent agent = new EngineAgent("test", clock);
    private final Latencies latencies = new Latencies(clock, agent.timers());

    private Map<String, LatencyStatus> rows() {
        return latencies.latencies().stream().collect(Collectors.toMap(LatencyStatus::name, row -> row));
    }

    /** An event that came at 10,000 and was told at 10,300 is taken at 10,900 and decided at 11,000. */
    private Map<String, LatencyStatus> decideOne() {
        now = 10_900;
        latencies.taken(10_000, 10_300);
        now = 11_000;
        latencies.done();
        return rows();
    }

    @Test
    void shouldCountTheWaitBetweenThreadsOnlyInTheArrivalWhenAnEventIsDecided() {
        latencies.measure(true);
        final Map<String, LatencyStatus> rows = decideOne();
        assertEquals(300, rows.get("collect").maxNs());
        assertEquals(600, rows.get("queue").maxNs());
        assertEquals(100, rows.get("decide").maxNs());
        assertEquals(400, rows.get("decision").maxNs());
        assertEquals(1_000, rows.get("arrival").maxNs());
        assertEquals(0, rows.get("decision-plan").count());
        assertEquals(0, rows.get("signed").count());
    }

    @Test
    void shouldCountWhatTheEnginesOwnTasksMadeAnEventWait() {
        latencies.measure(true);
        agent.timers().add(() -> now = 10_700, 0, 0);
        now = 10_100;
        agent.timers().poll();
        final Map<String, LatencyStatus> rows = decideOne();
        assertEquals(200, rows.get("queue").maxNs());
        assertEquals(500, rows.get("decide").maxNs());
        assertEquals(800, rows.get("decision").maxNs());
        assertEquals(1_000, rows.get("arrival").maxNs());
    }

    @Test
    void shouldCountWhatAnIdlePassMadeAnEventWaitAndHowLongEachTook() {
        latencies.measure(true);
        agent.timers().addIdle(() -> {
            now += 600;
            return 1;
        });
        agent.timers().addIdle(() -> 0);
        now = 10_100;
        agent.timers().idle();
        final Map<String, LatencyStatus> rows = decideOne();
        assertEquals(200, rows.get("queue").maxNs());
        assertEquals(500, rows.get("decide").maxNs());
        assertEquals(1, rows.get("idle-pass").count());
        assertEquals(600, rows.get("idle-pass").maxNs());
    }

    @Test
    void shouldEndTheDecisionAtTheFirstPlanAndCountEverySignature() {
        latencies.measure(true);
        now = 1_000;
        latencies.taken(900, 950);
        now = 1_100;
        latencies.decided();
        now = 1_200;
        latencies.signed();
        latencies.decided();
        now = 1_400;
        latencies.signed();
        now = 9_000;
        latencies.done();
        final Map<String, LatencyStatus> rows = rows();
        assertEquals(150, rows.get("decision").maxNs());
        assertEquals(150, rows.get("decision-plan").maxNs());
        assertEquals(2, rows.get("signed").count());
        assertEquals(450, rows.get("signed").maxNs());
    }

    @Test
    void shouldTakeNothingBeforeItIsSwitchedOnAndBeginAnew() {
        latencies.taken(1, 1);
        latencies.signed();
        latencies.done();
        assertFalse(latencies.measuring());
        assertTrue(latencies.latencies().isEmpty());
        for (int i = 0; i < 2; i++) {
            latencies.measure(true);
            latencies.taken(1, 1);
            latencies.done();
            assertEquals(1, rows().get("decision").count());
        }
        latencies.measure(false);
        assertTrue(latencies.latencies().isEmpty());
    }
}
