package org.alphapulse.collector.sim;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one simulated exchange, factory PID {@code org.alphapulse.collector.sim}. */
@ObjectClassDefinition(name = "Simulated exchange", description = "Seeded market data without a network.")
@interface SimConfig {
    @AttributeDefinition(description = "pairs separated by commas, 1 to 16 characters each")
    String symbols() default "BTC-USD,ETH-USD";

    @AttributeDefinition(description = "messages per second, 1 to 2000000")
    int rate() default 1_000;

    @AttributeDefinition(description = "seed of the random walk; the same seed gives the same market")
    long seed() default 42;

    @AttributeDefinition(description = "levels on each side of the book, 1 to 50")
    int depth() default 10;

    @AttributeDefinition(description = "order-book changes lost per million, 0 to 1000000")
    int gaps_per_million() default 0;

    @AttributeDefinition(description = "order-book changes sent twice per million, 0 to 1000000")
    int duplicates_per_million() default 0;

    @AttributeDefinition(description = "seconds between two disconnects, 0 for none, up to 86400")
    int disconnect_every_s() default 0;

    @AttributeDefinition(description = "seconds between two silences of two seconds, 0 for none, up to 86400")
    int silence_every_s() default 0;

    @AttributeDefinition(description = "venues that are declared void when the collector goes")
    String venues() default "sim";
}
