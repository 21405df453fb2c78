package org.alphapulse.api.plugin;

/**
 * One plugin instance at one moment.
 *
 * @param id stable id of the slot
 * @param kind role
 * @param bundle symbolic name of its bundle, empty when nothing is bound
 * @param version version of its bundle, empty when nothing is bound
 * @param role {@code active}, {@code candidate}, {@code standby}, or empty
 * @param state its state
 * @param reason why it is in this state, in one line; empty when all is well
 * @param delivery {@code inline} or {@code isolated}
 * @param delivered messages delivered since the engine started
 * @param lag messages waiting in the slot
 * @param dropped messages dropped by the slot's overflow policy
 * @param muted messages it tried to send while it was not acting
 * @param faults exceptions thrown since it was bound
 * @param swaps how often the slot's acting plugin was replaced
 * @param lastPauseNs nanoseconds between the last delivery by the old version and the readiness of the new one, at the last swap
 */
public record PluginStatus(
        String id,
        PluginKind kind,
        String bundle,
        String version,
        String role,
        PluginState state,
        String reason,
        String delivery,
        long delivered,
        long lag,
        long dropped,
        long muted,
        long faults,
        long swaps,
        long lastPauseNs) {}
