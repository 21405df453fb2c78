package org.alphapulse.spi.risk;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.protocol.MessageReader;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes part in the risk gate's decision: one objection refuses a plan, and a monitor that is required but not bound refuses all.
 *
 * <p>Threading: all methods run on the gate's thread. {@link #check} must not block, allocate, lock or log.
 */
@ConsumerType
public interface RiskMonitor {
    /** Result of {@link #check}: no objection. */
    int NO_OBJECTION = 0;

    /**
     * Prepares for the first plan.
     *
     * @param context what the runtime lends while the monitor is bound
     */
    void onStart(RiskContext context);

    /**
     * Looks at a plan before it may be executed.
     *
     * @param plan a reader before the first TLV; not valid after the call
     * @return {@link #NO_OBJECTION}, or a positive code of this monitor's own, up to 65,535
     */
    int check(MessageReader plan);

    /**
     * Sees a plan that may come soon: a chance to have at hand what {@link #check} will need. It must have no effect.
     *
     * @param expected a reader before the first TLV; not valid after the call
     */
    default void rehearse(MessageReader expected) {}

    /**
     * Explains a code that {@link #check} returned last.
     *
     * @param code the code
     * @return one line that names the limit, the value and what to do
     */
    String explain(int code);

    /**
     * Sees every message of the execution relay: plans, results, fills.
     *
     * @param message a reader before the first TLV; not valid after the call
     */
    default void onMessage(MessageReader message) {}

    /**
     * Writes what the next version must know: flat values, never objects. The property {@code state.schema} of the service is the version of
     * their layout.
     *
     * @param buffer where to write, from 0; it grows as needed
     * @return bytes written, 0 for none
     */
    default int saveState(MutableDirectBuffer buffer) {
        return 0;
    }

    /**
     * Takes over what an earlier version saved. Called between {@link #onStart} and the first plan or message, and once more when a
     * warmed-up version takes over from the acting one.
     *
     * @param schema {@code state.schema} of the version that saved it
     * @param buffer what was saved; not valid after the call
     * @param length bytes, at least 1
     */
    default void restoreState(int schema, DirectBuffer buffer, int length) {}
}
