package org.alphapulse.api.plugin;

/** Life of a plugin instance as people see it. */
public enum PluginState {
    /** Known and valid, not receiving: waiting beside the acting version, or parked by a person. */
    READY,
    /** Bound and receiving. */
    RUNNING,
    /** Bound and receiving, with a defect that it or the runtime reports. */
    DEGRADED,
    /** Stopped by the runtime after repeated faults or a hang, or never started because something was wrong. */
    FAULTED,
    /** Not bound. Its messages wait in the slot. */
    STOPPED
}
