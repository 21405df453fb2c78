package org.alphapulse.engine.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.api.relay.TraceStage;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.TraceContextFlyweight;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/** Keeps the last traces, those that went beyond their first message longer than those that did not. Any thread. */
final class TraceCollector implements ObserverHandler {
    private static final int KEPT = 1024;
    private static final int PENDING = 8192;

    private final MessageReader reader = new MessageReader();
    private final TraceContextFlyweight context = new TraceContextFlyweight();
    private final Map<String, List<Hop>> kept = bounded(KEPT);
    private final Map<String, List<Hop>> pending = bounded(PENDING);

    /** One message of a trace. */
    private record Hop(long span, long parent, int domain, String source, String message, long timestampNs) {}

    private static <V> Map<String, V> bounded(int limit) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }

    @Override
    public synchronized void onMessage(MutableDirectBuffer buffer, int offset, int length) {
        if (reader.wrap(buffer, offset, length) != 0) {
            return;
        }
        final StringBuilder types = new StringBuilder();
        boolean found = false;
        int type;
        while ((type = reader.next()) > 0) {
            if (type == TraceContextFlyweight.TYPE) {
                found = context.readFrom(reader) == 0;
            } else {
                final TypeSpec spec = MessageCatalogue.type(type);
                types.append(types.isEmpty() ? "" : "+").append(spec == null ? Integer.toString(type) : spec.name());
            }
        }
        if (found) {
            keep(types.toString());
        }
    }

    private void keep(String types) {
        final HeaderFlyweight header = reader.header();
        final String id = hex(context.traceIdWord0()) + hex(context.traceIdWord1());
        final Hop hop = new Hop(
                context.spanId(),
                context.parentSpanId(),
                header.domain(),
                SourceKinds.role(header.sourceKind()) + "/" + header.sourceInstance(),
                types,
                header.timestampNs());
        List<Hop> hops = kept.get(id);
        if (hops == null) {
            hops = pending.computeIfAbsent(id, unused -> new ArrayList<>(2));
        }
        hops.add(hop);
        if (hops.size() == 2) {
            pending.remove(id);
            kept.put(id, hops);
        }
    }

    private static String hex(long value) {
        final String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }

    synchronized List<String> recent(int limit) {
        final List<String> ids = new ArrayList<>(kept.isEmpty() ? pending.keySet() : kept.keySet());
        Collections.reverse(ids);
        ids.sort(Comparator.comparingInt(id -> -reached(id)));
        return List.copyOf(ids.subList(0, Math.min(limit, ids.size())));
    }

    /** The furthest domain that a trace came to. */
    private int reached(String id) {
        return kept.getOrDefault(id, List.of()).stream()
                .mapToInt(hop -> hop.message.contains("ExecutionReport") ? Domains.SYSTEM : hop.domain)
                .max()
                .orElse(0);
    }

    synchronized List<TraceStage> trace(String id) {
        final List<Hop> hops = new ArrayList<>(kept.getOrDefault(id, pending.getOrDefault(id, List.of())));
        hops.sort(Comparator.comparingLong(Hop::timestampNs).thenComparingInt(Hop::domain));
        final List<TraceStage> stages = new ArrayList<>();
        for (final Hop hop : hops) {
            final long start = hops.get(0).timestampNs;
            final long before = hops.stream()
                    .filter(other -> other.span == hop.parent)
                    .mapToLong(Hop::timestampNs)
                    .findFirst()
                    .orElse(hop.parent == 0 ? hop.timestampNs : start);
            stages.add(new TraceStage(
                    id,
                    hex(hop.span),
                    hex(hop.parent),
                    Domains.name(hop.domain),
                    hop.source,
                    hop.message,
                    hop.timestampNs,
                    hop.timestampNs - before,
                    hop.timestampNs - start));
        }
        return stages;
    }
}
