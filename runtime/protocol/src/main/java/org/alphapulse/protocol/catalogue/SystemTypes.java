package org.alphapulse.protocol.catalogue;

import static org.alphapulse.protocol.catalogue.FieldKind.CODE;
import static org.alphapulse.protocol.catalogue.FieldKind.FLAGS;
import static org.alphapulse.protocol.catalogue.FieldKind.I32;
import static org.alphapulse.protocol.catalogue.FieldKind.ID16;
import static org.alphapulse.protocol.catalogue.FieldKind.OPTIONAL_INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.TIME;
import static org.alphapulse.protocol.catalogue.FieldKind.U16;
import static org.alphapulse.protocol.catalogue.FieldKind.U32;
import static org.alphapulse.protocol.catalogue.FieldKind.U64;
import static org.alphapulse.protocol.catalogue.FieldKind.U8;
import static org.alphapulse.protocol.catalogue.TypeSpec.multi;
import static org.alphapulse.protocol.catalogue.TypeSpec.reserved;
import static org.alphapulse.protocol.catalogue.TypeSpec.single;

import java.util.List;

/** What the machinery says to itself. */
final class SystemTypes {
    static final List<TypeSpec> TYPES = List.of(
            single(100, "Heartbeat", "A source is alive")
                    .field(TIME, "sentAtNs", "when")
                    .field(U64, "uptimeNs", "since the source started")
                    .field(U64, "lastSequence", "of the source's last message in this domain")
                    .field(U32, "queueDepth", "messages that wait in the source")
                    .field(
                            CODE,
                            "pluginState",
                            "of the source",
                            "READY=1",
                            "RUNNING=2",
                            "DEGRADED=3",
                            "FAULTED=4",
                            "STOPPED=5")
                    .end(),
            single(101, "Snapshot", "State of a source after a message, in place of the messages before")
                    .field(U64, "snapshotId", "the same for all parts")
                    .field(U64, "sequence", "of the last message contained; what follows is one greater")
                    .field(U16, "partIndex", "from 0")
                    .field(U16, "partCount", "at least 1")
                    .field(U16, "content", "kind of content, 0 for TLVs of market state")
                    .field(U16, "schemaVersion", "of the content")
                    .field(U16, "sourceInstance", "whose state")
                    .field(U8, "sourceKind", "whose state")
                    .field(U8, "domain", "whose state")
                    .bytes("state", "the content of this part"),
            multi(102, "Error", "Something went wrong")
                    .field(U64, "sequence", "of the message concerned, 0 for none")
                    .field(TIME, "raisedAtNs", "when")
                    .field(I32, "code", "negative codes are those of the protocol")
                    .field(U32, "position", "in the message concerned, from its first byte")
                    .field(CODE, "severity", "how bad", "INFO=0", "WARNING=1", "ERROR=2", "FATAL=3")
                    .field(U8, "sourceKind", "concerned")
                    .text("explanation", "for people"),
            reserved(103, "ConfigUpdate"),
            single(110, "RecoveryRequest", "A consumer missed messages of a source")
                    .field(U64, "requestId", "unique per consumer")
                    .field(U64, "firstSequence", "of the first message missed")
                    .field(U64, "lastSequence", "of the last message missed")
                    .field(U32, "consumerId", "who asks")
                    .field(U8, "domain", "of the relay")
                    .field(U8, "sourceKind", "whose messages")
                    .field(CODE, "reason", "why", "GAP=0", "START=1", "RESTART=2", "CHECKSUM=3")
                    .end(),
            multi(
                            111,
                            "StateInvalidation",
                            "State is void and has to be removed whole before anything later is applied")
                    .field(OPTIONAL_INSTRUMENT, "instrument", "concerned; none for a whole venue or chain")
                    .field(U64, "fromBlock", "state after this block is void, 0 for all")
                    .field(TIME, "invalidatedAtNs", "when")
                    .field(U32, "chainId", "concerned, 0 off chain")
                    .field(U16, "venue", "concerned, 0 for every venue of the chain")
                    .field(CODE, "scope", "how much", "INSTRUMENT=0", "VENUE=1", "CHAIN=2")
                    .field(
                            CODE,
                            "reason",
                            "why",
                            "DISCONNECT=0",
                            "GAP=1",
                            "REORG=2",
                            "DIVERGENCE=3",
                            "STALE=4",
                            "OPERATOR=5")
                    .end(),
            single(120, "TraceContext", "Which way through the engine this message belongs to")
                    .field(ID16, "traceId", "the same from the collector to the execution result")
                    .field(U64, "spanId", "of this stage")
                    .field(U64, "parentSpanId", "of the stage before, 0 for the first")
                    .field(FLAGS, "traceFlags", "how it is kept", "SAMPLED=0x01")
                    .field(U8, "domain", "in which the trace began")
                    .end());

    private SystemTypes() {}
}
