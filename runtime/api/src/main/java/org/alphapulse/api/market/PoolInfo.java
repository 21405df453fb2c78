package org.alphapulse.api.market;

/**
 * A pool at one moment.
 *
 * @param id in the text form of an instrument id
 * @param name for people, as its collector calls it; not unique
 * @param venue name
 * @param chainId of the chain
 * @param token0 id of token 0
 * @param token1 id of token 1
 * @param feePpm swap fee in millionths
 * @param tradable whether plans may use it
 * @param reason why it is not tradable, empty when it is
 * @param price token 1 per token 0 in whole tokens, for people; 0 when it is not known
 * @param lastBlock of the last event applied, -1 for none
 */
public record PoolInfo(
        String id,
        String name,
        String venue,
        long chainId,
        String token0,
        String token1,
        int feePpm,
        boolean tradable,
        String reason,
        double price,
        long lastBlock) {}
