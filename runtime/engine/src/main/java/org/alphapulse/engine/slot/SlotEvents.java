package org.alphapulse.engine.slot;

/** What a slot reports to the engine. Called on the slot's worker or the watchdog; must not block. */
public interface SlotEvents {
    /** Something a person should read, one line. */
    void report(Slot slot, String line);

    /** Trading must stop. */
    void halt(Slot slot, String reason);
}
