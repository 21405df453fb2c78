package org.alphapulse.collector.evm;

import java.math.BigInteger;
import java.util.List;

/**
 * The state of a pool at the end of a block.
 *
 * @param pool which
 * @param first reserve of token 0, or square root of the price
 * @param second reserve of token 1, or liquidity in range
 * @param tick current tick of a concentrated pool
 * @param feeProtocol both shares as the contract packs them
 * @param ticks initialised ticks in ascending order
 */
record PoolSnapshot(Pool pool, BigInteger first, BigInteger second, int tick, int feeProtocol, List<Tick> ticks) {
    /**
     * An initialised tick.
     *
     * @param index which
     * @param gross liquidity of all positions that end there
     * @param net added when the price rises through it
     */
    record Tick(int index, BigInteger gross, BigInteger net) {}
}
