package org.alphapulse.engine.plugin;

import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.Slot;

/** Rows of the plugin table. */
public final class Rows {
    private Rows() {}

    /** What is left of a slot that was retired. */
    public static PluginStatus retired(Slot slot, String reason) {
        return row(slot, "", "", "retired", PluginState.STOPPED, reason, 0, 0);
    }

    static PluginStatus empty(Slot slot) {
        return row(slot, "", "", "", PluginState.STOPPED, "nothing is bound; its messages wait", 0, 0);
    }

    static PluginStatus of(Slot slot, Binding binding) {
        final String reason = binding.reason().isEmpty() ? slot.trouble() : binding.reason();
        final PluginState state =
                slot.parked() && binding.state() == PluginState.RUNNING ? PluginState.READY : binding.state();
        return row(
                slot,
                binding.origin().bundle(),
                binding.origin().version(),
                slot.roleOf(binding),
                state,
                reason,
                binding.muted(),
                binding.faults());
    }

    private static PluginStatus row(
            Slot slot,
            String bundle,
            String version,
            String role,
            PluginState state,
            String reason,
            long muted,
            long faults) {
        return new PluginStatus(
                slot.id(),
                slot.kind(),
                bundle,
                version,
                role,
                state,
                reason,
                slot.spec().inline() ? "inline" : "isolated",
                slot.delivered(),
                slot.lag(),
                slot.dropped(),
                muted,
                faults,
                slot.swaps(),
                slot.lastPauseNs());
    }
}
