package org.alphapulse.ledger;

import java.math.BigInteger;

/**
 * What a strategy earned in one token with one account on one chain.
 *
 * @param strategyId of the strategy
 * @param chainId of the chain
 * @param account that paid the gas; {@code paper} where nothing was sent
 * @param token the profit token, in the text form of an instrument id; empty for none
 * @param filled plans that took effect
 * @param reverted plans that undid themselves
 * @param unsettled plans without a result
 * @param profit realised, in the smallest unit of the token, gas not taken off
 * @param gasWei paid for gas, in the smallest unit of the native coin, reverted and cancelling transactions included
 */
public record Position(
        long strategyId,
        long chainId,
        String account,
        String token,
        long filled,
        long reverted,
        long unsettled,
        BigInteger profit,
        BigInteger gasWei) {}
