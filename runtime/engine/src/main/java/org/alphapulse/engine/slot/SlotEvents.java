package org.alphapulse.engine.slot;

/** What a slot reports to the engine. Called on the slot's worker or the watchdog; must not block. */
public interface SlotEvents {
    /** Something a person should read, one line. */
    void report(Slot slot, String line);

    /** A plugin hangs in an isolated slot whose thread is wanted, to unbind it or another one: the thread has to be given up. */
    void giveUp(Slot slot);

    /** Trading must stop. */
    void halt(Slot slot, String reason);
}
