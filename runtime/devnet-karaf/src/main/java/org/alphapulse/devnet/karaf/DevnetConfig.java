package org.alphapulse.devnet.karaf;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the local chains, PID {@code org.alphapulse.devnet.karaf}. A change of it starts them anew. */
@ObjectClassDefinition(
        name = "Local chains",
        description = "Starts anvil nodes with Uniswap, a second V2 factory, Aave and Balancer deployed on them.")
@interface DevnetConfig {
    @AttributeDefinition(description = "one or two chain ids separated by a comma")
    String chains() default "1,137";

    @AttributeDefinition(
            description = "seconds between blocks, 1 to 60; 0 mines every transaction in a block of its own")
    int block_time_s() default 1;

    @AttributeDefinition(
            description =
                    "port of the first chain on 127.0.0.1, 1024 to 65534; the second has the next one; 0 takes free ones")
    int port() default 8545;

    @AttributeDefinition(description = "prices and reserves; the same seed gives the same addresses and reserves")
    long seed() default 1;

    @AttributeDefinition(
            description = "swaps per second of others on each chain, 5 to 100; 0 for none of what others do")
    int noise_swaps_per_s() default 0;

    @AttributeDefinition(description = "liquidity changes per second, 0 to 10")
    double noise_liquidity_per_s() default 0.5;

    @AttributeDefinition(description = "moves of Aave's prices per second, 0 to 1")
    double noise_oracle_per_s() default 0.1;

    @AttributeDefinition(description = "what the others do; the same seed, the same choices")
    long noise_seed() default 1;

    @AttributeDefinition(
            description =
                    "node_modules folder with the node and the protocols' bytecode; empty for that of the environment variable ALPHAPULSE_NPM")
    String npm() default "";
}
