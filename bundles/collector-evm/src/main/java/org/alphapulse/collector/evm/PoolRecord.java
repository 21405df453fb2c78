package org.alphapulse.collector.evm;

import org.alphapulse.chain.Hex;

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
    private static final int MAX_VENUE = 0xffff;
    /** Length of an address in hexadecimal with its {@code 0x}. */
    private static final int ADDRESS = 42;

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

    /** Reads a line; fails if it is not one that could be written. */
    static PoolRecord of(String[] parts) {
        final PoolRecord record = new PoolRecord(
                Integer.parseInt(parts[1]),
                "v3".equals(parts[2]),
                address(parts[3]),
                address(parts[4]),
                address(parts[5]),
                Integer.parseInt(parts[6]),
                Integer.parseInt(parts[7]));
        if (record.venue < 1
                || record.venue > MAX_VENUE
                || record.feePpm < 0
                || record.concentrated == (record.tickSpacing <= 0)
                || !record.line().equals(String.join(",", parts))) {
            throw new IllegalArgumentException("no pool: " + record.line());
        }
        return record;
    }

    /** An address as it is written; fails if it is none. */
    static String address(String text) {
        if (text.length() != ADDRESS || !text.startsWith("0x")) {
            throw new IllegalArgumentException("an address of " + text.length() + " characters");
        }
        Hex.bytes(text);
        return text;
    }
}
