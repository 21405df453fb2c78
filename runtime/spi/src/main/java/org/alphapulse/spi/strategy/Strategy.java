package org.alphapulse.spi.strategy;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.protocol.MessageReader;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides. Registered as an OSGi service with the properties of {@link StrategyProperties}; the runtime binds it to a slot, hands
 * it the slot's saved state and then every message of its topics, in order, without loss or repetition across swaps.
 *
 * <p>Threading: all methods run on the slot's one thread. {@link #onMessage} must not block, allocate, lock or log.
 */
@ConsumerType
public interface Strategy {
    /**
     * Prepares for the first message. An exception marks the instance as FAULTED with its message as the reason; the slot keeps its
     * messages for another version.
     *
     * @param context what the runtime lends until {@link #onStop} returned
     */
    void onStart(StrategyContext context);

    /**
     * Receives one message. An exception is counted as a fault; repeated faults stop the instance.
     *
     * @param message a reader before the first TLV; not valid after the call
     */
    void onMessage(MessageReader message);

    /** Ends. Nothing is delivered any more. Called after {@link #saveState} if the state is handed on. */
    default void onStop() {}

    /**
     * Writes what the next version must know: flat values, never objects.
     *
     * @param buffer where to write, from 0; it grows as needed
     * @return bytes written, 0 for none
     */
    default int saveState(MutableDirectBuffer buffer) {
        return 0;
    }

    /**
     * Takes over what an earlier version saved. Called between {@link #onStart} and the first message, and once more when a warmed-up
     * version takes over from the acting one.
     *
     * @param schema value of {@link StrategyProperties#STATE_SCHEMA} of the version that saved it
     * @param buffer what was saved; not valid after the call
     * @param length bytes, at least 1
     */
    default void restoreState(int schema, DirectBuffer buffer, int length) {}
}
