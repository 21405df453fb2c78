package org.alphapulse.executor.flashloan;

import java.util.HashMap;
import java.util.Map;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.protocol.EmergencyStopFlyweight;

/**
 * The stops that EmergencyStop messages have begun and not lifted, each in its scope. One of a venue stops all, since a plan's venues are
 * not known here. Written by the engine's thread, read by both.
 */
final class Stop {
    private final long chainId;
    /** By scope and its id, whether what is on its way has to be taken back. */
    private volatile Map<Long, Boolean> active = Map.of();

    Stop(long chainId) {
        this.chainId = chainId;
    }

    void onMessage(EmergencyStopFlyweight message) {
        final int scope = message.scope();
        if (scope == EmergencyStopFlyweight.SCOPE_CHAIN && message.scopeId() != chainId) {
            return;
        }
        final Map<Long, Boolean> now = new HashMap<>(active);
        if ((message.stopFlags() & EmergencyStopFlyweight.STOP_FLAGS_LIFTED) == 0) {
            final boolean cancels = (message.stopFlags() & EmergencyStopFlyweight.STOP_FLAGS_CANCEL_PENDING) != 0;
            now.merge(key(scope, message.scopeId()), cancels, Boolean::logicalOr);
        } else if (scope == EmergencyStopFlyweight.SCOPE_ALL) {
            now.clear();
        } else {
            now.remove(key(scope, message.scopeId()));
        }
        active = Map.copyOf(now);
    }

    private static long key(int scope, long scopeId) {
        return ((long) scope << Integer.SIZE) | (scope == EmergencyStopFlyweight.SCOPE_ALL ? 0 : scopeId);
    }

    /** Whether a transaction of a strategy must not be sent now. */
    boolean stops(ExecutorContext context, long strategyId) {
        return context.emergencyStopped() || active.keySet().stream().anyMatch(key -> concerns(key, strategyId));
    }

    /** Whether what is on its way for a strategy has to be taken back. */
    boolean cancels(long strategyId) {
        return active.entrySet().stream().anyMatch(stop -> stop.getValue() && concerns(stop.getKey(), strategyId));
    }

    private static boolean concerns(long key, long strategyId) {
        return key >>> Integer.SIZE != EmergencyStopFlyweight.SCOPE_STRATEGY || (key & 0xffff_ffffL) == strategyId;
    }

    /** Whether anything has to be taken back. */
    boolean cancels() {
        return active.containsValue(true);
    }
}
