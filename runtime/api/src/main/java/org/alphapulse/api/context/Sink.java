package org.alphapulse.api.context;

import org.alphapulse.protocol.MessageWriter;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a plugin writes messages of one relay domain.
 *
 * <p>A message is written in place: {@link #begin} lends a writer whose header is already there, the plugin appends its TLVs, and
 * {@link #commit} fills in source, sequence, time and size and publishes. Nothing is allocated and nothing blocks.
 *
 * <p>Threading: one thread at a time. Sequences are per source and have no holes: a message that was refused used none.
 */
@ProviderType
public interface Sink {
    /** Result: the consumer is behind. Nothing was published; try again later or drop by a policy of your own. */
    long BACK_PRESSURED = -1;

    /** Result: the plugin is no longer bound. Nothing was published and nothing ever will be. */
    long REVOKED = -2;

    /** Result: the plugin is warming up beside the acting version, so its output is discarded and counted. */
    long MUTED = -3;

    /** Result: more was written than was asked for. Nothing was published. */
    long TOO_LONG = -5;

    /**
     * Lends a writer for one message. A message that was begun before and not committed is forgotten.
     *
     * @param payloadLength upper bound of the TLV bytes that will be written, heads of 2 to 5 bytes each included; 0 to 65504
     * @return the writer, or null when back-pressured or revoked
     */
    MessageWriter begin(int payloadLength);

    /**
     * Publishes the message begun last.
     *
     * @return the sequence of the message, at least 1, or a negative result
     */
    long commit();

    /**
     * Tells when the bytes that the following messages are made of were complete in memory. It is what latencies are counted from; a plugin
     * that never tells has them counted from the commit.
     *
     * @param epochNs time of {@link EngineClock#epochNs}
     */
    default void received(long epochNs) {}

    /**
     * Goes the way of {@link #commit} with the message begun last, without effect: nothing is published, counted or decided. What
     * comes behind the sink may use it to have code and data at hand when the message is committed soon. The message is forgotten.
     */
    default void rehearse() {}
}
