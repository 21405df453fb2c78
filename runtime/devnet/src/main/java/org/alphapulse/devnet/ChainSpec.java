package org.alphapulse.devnet;

import java.time.Duration;

/**
 * What one chain should be like.
 *
 * @param id chain id
 * @param blockTime time between blocks in whole seconds; zero mines every transaction at once in a block of its own
 * @param port where HTTP and WebSocket are offered on the loopback address; 0 takes a free one
 */
public record ChainSpec(long id, Duration blockTime, int port) {
    /** Checks the values. */
    public ChainSpec {
        if (id <= 0 || blockTime.isNegative() || blockTime.toMillis() % 1000 != 0 || port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "a chain needs an id above 0, a block time in whole seconds and a port from 0" + " to 65535: " + id
                            + ", " + blockTime + ", " + port);
        }
    }

    /**
     * A chain with a block each second on a free port.
     *
     * @param id chain id
     * @return the specification
     */
    public static ChainSpec of(long id) {
        return new ChainSpec(id, Duration.ofSeconds(1), 0);
    }

    /**
     * The same with another block time.
     *
     * @param value whole seconds; zero mines every transaction at once
     * @return the specification
     */
    public ChainSpec withBlockTime(Duration value) {
        return new ChainSpec(id, value, port);
    }
}
