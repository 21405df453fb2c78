package org.alphapulse.api.plugin;

/** The roles a plugin can have. */
public enum PluginKind {
    /** Brings market data in. */
    COLLECTOR,
    /** Decides. */
    STRATEGY,
    /** Acts on approved plans. */
    EXECUTOR,
    /** Takes part in the risk gate's decision. */
    RISK_MONITOR
}
