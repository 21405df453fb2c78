package org.alphapulse.chain;

/**
 * How the collection of a chain began after the last start of the engine.
 *
 * @param outcome NONE: nothing was kept from before; WAITING: it is being decided; RESTORED: the kept state was brought up to the newest
 *     block; REFUSED: it could not be used, and all pools were read anew
 * @param reason why it was refused, else empty
 * @param block the last one that the kept state contains, -1 if none was kept
 * @param pools taken over without being read
 * @param blocks that came after that one and were replayed
 * @param logs in them that concern pools which were taken over
 * @param readMs milliseconds to read what was kept of all chains
 * @param replayMs milliseconds from the decision to the moment in which the pools were tradable
 */
public record RestartStatus(
        String outcome, String reason, long block, int pools, long blocks, long logs, long readMs, long replayMs) {
    /** Before anything is known. */
    public static final RestartStatus NONE = new RestartStatus("NONE", "", -1, 0, 0, 0, 0, 0);
}
