package org.alphapulse.engine.relay;

import java.util.HashMap;
import java.util.Map;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.protocol.SourceKinds;

/**
 * Gives each writer its source kind and instance number, and keeps its sequences for as long as the engine lives. Not thread-safe; the
 * engine guards it.
 */
public final class Sources {
    private final Map<String, Integer> instances = new HashMap<>();
    private final Map<String, SourceSequence> sequences = new HashMap<>();

    /** Finds or begins a plugin's sequence in a domain. */
    public SourceSequence of(PluginKind kind, String id, int domain) {
        return of(
                switch (kind) {
                    case COLLECTOR -> SourceKinds.COLLECTOR;
                    case STRATEGY -> SourceKinds.STRATEGY;
                    case EXECUTOR -> SourceKinds.EXECUTION;
                    case RISK_MONITOR -> SourceKinds.RISK;
                },
                id,
                domain);
    }

    /** Finds or begins a sequence of the engine itself. */
    public SourceSequence of(int sourceKind, String id, int domain) {
        final int instance = instances.computeIfAbsent(id, unused -> instances.size());
        return sequences.computeIfAbsent(
                domain + "/" + sourceKind + "/" + instance, unused -> new SourceSequence(sourceKind, instance));
    }
}
