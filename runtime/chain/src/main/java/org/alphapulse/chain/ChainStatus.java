package org.alphapulse.chain;

/**
 * How the collection of a chain does.
 *
 * @param name of the chain file
 * @param chainId of the chain
 * @param node that is listened to, or empty
 * @param problem why not everything is told, or empty
 * @param headBlock newest block whose logs were all told, -1 before the first
 * @param headTimeSeconds time of that block by its own account, seconds since 1970-01-01 UTC, 0 before the first
 * @param pools known
 * @param loadedPools whose state was told
 * @param logs told
 * @param holds how often the newest block was told once more, with which nothing is tradable, since others were announced and not told
 * @param reorgs noticed
 * @param disconnects of the node listened to, silence included
 * @param gaps pools read again since a log was missed
 * @param divergences of pools: their state was found to contradict the chain, and they were or will be read again
 * @param quarantines of nodes that lied
 * @param restart how it began after the last start of the engine
 */
public record ChainStatus(
        String name,
        long chainId,
        String node,
        String problem,
        long headBlock,
        long headTimeSeconds,
        int pools,
        int loadedPools,
        long logs,
        long holds,
        long reorgs,
        long disconnects,
        long gaps,
        long divergences,
        long quarantines,
        RestartStatus restart) {}
