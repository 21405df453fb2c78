package org.alphapulse.engine;

import java.util.List;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.engine.agent.AgentThread.Idle;
import org.alphapulse.engine.slot.FaultLimit;

/**
 * How an engine is set up.
 *
 * @param mode trading mode
 * @param idle how the engine agent waits
 * @param inboundCapacity messages that the producers of one relay may have under way
 * @param recentBytes size of each relay's ring of recent messages, a power of two
 * @param slotCapacity messages that may wait in one slot
 * @param hangNs how long a plugin may stay inside one callback
 * @param commandTimeoutMs how long a swap or unbind waits for a safe point
 * @param faultLimit how many exceptions stop a plugin
 * @param requiredMonitors ids of the risk monitors without which no plan is approved
 */
public record EngineSettings(
        TradingMode mode,
        Idle idle,
        int inboundCapacity,
        int recentBytes,
        int slotCapacity,
        long hangNs,
        long commandTimeoutMs,
        FaultLimit faultLimit,
        List<String> requiredMonitors) {

    /** Paper mode with the defaults of the distribution. */
    public static EngineSettings defaults() {
        return new EngineSettings(
                TradingMode.PAPER,
                Idle.BACKOFF,
                1 << 16,
                1 << 23,
                1 << 19,
                1_000_000_000L,
                2_000,
                new FaultLimit(10, 10_000_000_000L),
                List.of());
    }
}
