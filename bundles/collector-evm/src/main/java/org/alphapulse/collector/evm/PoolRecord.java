package org.alphapulse.collector.evm;

/**
 * A pool as it was found.
 *
 * @param venue code of its factory's venue
 * @param concentrated whether it has ticks
 * @param address of the pool
 * @param token0 its address
 * @param token1 its address
 * @param feePpm swap fee in millionths
 * @param tickSpacing 0 without ticks
 */
record PoolRecord(
        int venue, boolean concentrated, String address, String token0, String token1, int feePpm, int tickSpacing) {
    String line() {
        return String.join(
                ",",
                "pool",
                Integer.toString(venue),
                concentrated ? "v3" : "v2",
                address,
                token0,
                token1,
                Integer.toString(feePpm),
                Integer.toString(tickSpacing));
    }

    static PoolRecord of(String[] parts) {
        return new PoolRecord(
                Integer.parseInt(parts[1]),
                "v3".equals(parts[2]),
                parts[3],
                parts[4],
                parts[5],
                Integer.parseInt(parts[6]),
                Integer.parseInt(parts[7]));
    }
}
