package org.alphapulse.spi.executor;

import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.protocol.MessageReader;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Acts on approved plans. It can only be called with a {@link RiskApproved}, which only the risk gate can make.
 *
 * <p>Threading: all methods run on the slot's one thread.
 */
@ConsumerType
public interface TradeExecutor {
    /**
     * Prepares for the first plan.
     *
     * @param context what the runtime lends until {@link #onStop} returned
     */
    void onStart(ExecutorContext context);

    /**
     * Executes a plan and reports each step on the context's results. Must not block.
     *
     * @param approved the plan; valid only inside the call
     */
    void execute(RiskApproved approved);

    /**
     * Sees a market data message, for executors that simulate fills. Must not block.
     *
     * @param message a reader before the first TLV; not valid after the call
     */
    default void onMessage(MessageReader message) {}

    /**
     * Sees a plan that may come soon and that nobody has approved: a chance to have at hand what {@link #execute} will need. It must have
     * no effect. Only for executors that run on the engine's thread.
     *
     * @param expected a reader before the first TLV; not valid after the call
     */
    default void rehearse(MessageReader expected) {}

    /** Ends. Plans that come later wait in the slot. */
    default void onStop() {}
}
