package org.alphapulse.executor.flashloan;

import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.protocol.EmergencyStopFlyweight;

/** What EmergencyStop messages said; written by the engine's thread, read by both. */
final class Stop {
    private static final long NOTHING = -1;

    private final long chainId;
    private volatile boolean all;
    private volatile boolean chain;
    private volatile boolean cancel;
    private volatile long strategy = NOTHING;

    Stop(long chainId) {
        this.chainId = chainId;
    }

    void onMessage(EmergencyStopFlyweight message) {
        final boolean on = (message.stopFlags() & EmergencyStopFlyweight.STOP_FLAGS_LIFTED) == 0;
        cancel = on && (message.stopFlags() & EmergencyStopFlyweight.STOP_FLAGS_CANCEL_PENDING) != 0;
        switch (message.scope()) {
            case EmergencyStopFlyweight.SCOPE_STRATEGY -> strategy = on ? message.scopeId() : NOTHING;
            case EmergencyStopFlyweight.SCOPE_CHAIN -> chain = message.scopeId() == chainId ? on : chain;
            case EmergencyStopFlyweight.SCOPE_VENUE -> all |= on;
            default -> {
                all = on;
                if (!on) {
                    chain = false;
                    strategy = NOTHING;
                }
            }
        }
    }

    /** Whether a transaction of a strategy must not be sent now. */
    boolean stops(ExecutorContext context, long strategyId) {
        return context.emergencyStopped() || all || chain || strategy == strategyId;
    }

    /** Whether what is on its way has to be taken back. */
    boolean cancels() {
        return cancel;
    }
}
