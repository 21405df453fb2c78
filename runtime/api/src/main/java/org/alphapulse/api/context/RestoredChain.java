package org.alphapulse.api.context;

import java.util.Map;
import org.alphapulse.model.InstrumentId;

/**
 * What the engine has kept of a chain from before its start. Nothing of it is tradable yet.
 *
 * <p>Whoever is given it answers for it: as soon as it is known whether the block is part of the chain, either
 *
 * <ol>
 *   <li>declare void each pool that is not followed any more, tell the logs of all later blocks in their order, and heads that carry
 *       the flag BEHIND until the newest block is told, whose head does not: with that the pools become tradable; or
 *   <li>declare void the whole chain, and tell the state of every pool anew.
 * </ol>
 *
 * @param block the last one all of whose logs are contained, -1 if nothing was kept
 * @param hash of that block, 32 bytes in lower-case hexadecimal
 * @param pools whose state was kept
 * @param reason why nothing was kept, for people; empty if something was, or nothing ever could have been
 * @param readMs milliseconds that it took to read what was kept of all chains
 */
public record RestoredChain(long block, String hash, Map<InstrumentId, Terms> pools, String reason, long readMs) {
    /**
     * What a pool was known to be.
     *
     * @param feePpm swap fee in millionths
     * @param tickSpacing 0 without ticks
     */
    public record Terms(int feePpm, int tickSpacing) {}

    /** Makes it; the pools are copied. */
    public RestoredChain {
        pools = Map.copyOf(pools);
    }

    /**
     * Nothing was kept.
     *
     * @param reason why, for people; empty if nothing ever could have been
     * @return a value without pools
     */
    public static RestoredChain none(String reason) {
        return new RestoredChain(-1, "", Map.of(), reason, 0);
    }
}
