package org.alphapulse.api.relay;

/**
 * One message on the way of a trace.
 *
 * @param traceId trace id in hexadecimal
 * @param spanId of this stage, in hexadecimal
 * @param parentSpanId of the stage before, in hexadecimal; zeros for the first
 * @param domain name of the relay domain
 * @param source role and instance of the source
 * @param message types of the TLVs that the message carries
 * @param timestampNs when it was published, nanoseconds since 1970-01-01 UTC
 * @param stageNs time since its parent was published, 0 for the first
 * @param totalNs time since the trace began
 */
public record TraceStage(
        String traceId,
        String spanId,
        String parentSpanId,
        String domain,
        String source,
        String message,
        long timestampNs,
        long stageNs,
        long totalNs) {}
