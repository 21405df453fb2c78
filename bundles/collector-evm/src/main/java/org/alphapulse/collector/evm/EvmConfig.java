package org.alphapulse.collector.evm;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one chain, factory PID {@code org.alphapulse.collector.evm}. */
@ObjectClassDefinition(name = "EVM chain", description = "Blocks and pool events of one chain.")
@interface EvmConfig {
    @AttributeDefinition(
            description = "chain file: ethereum, polygon, arbitrum, base, optimism, bsc, devnet, or one of your own in"
                    + " etc/alphapulse-chains")
    String chain();

    @AttributeDefinition(description = "chain id, 0 for that of the chain file")
    long chain_id() default 0;

    @AttributeDefinition(
            description =
                    "nodes in order of preference, separated by commas; addresses of one and the same node separated"
                            + " by |, for example ws://a:8546|http://a:8545,wss://b,/run/node.ipc")
    String endpoints();

    @AttributeDefinition(
            description = "milliseconds without a byte after which a node counts as gone, 500 to 600000; 0"
                    + " for five block times, at least 5000")
    int silence_ms() default 0;

    @AttributeDefinition(description = "milliseconds a call may take, 100 to 120000")
    int timeout_ms() default 10_000;

    @AttributeDefinition(
            description = "how pools are found: tokens (the pools of the listed tokens), scan (all that the factories"
                    + " made), both, none")
    String discovery() default "tokens";

    @AttributeDefinition(description = "blocks per request of a scan, 16 to 1000000")
    int discovery_range() default 2_000;

    @AttributeDefinition(description = "seconds between two looks for new pools, 1 to 86400")
    int discovery_every_s() default 60;

    @AttributeDefinition(description = "seconds for which a node that lied is not asked, 1 to 86400")
    int quarantine_s() default 600;

    @AttributeDefinition(
            description =
                    "blocks since the last clean stop that are replayed at most, 0 to 1000000; after more of them all"
                            + " pools are read anew, with 0 always")
    int restore_blocks() default 5_000;

    @AttributeDefinition(description = "folder for what discovery has found; empty for alphapulse in karaf.data")
    String folder() default "";

    @AttributeDefinition(description = "folder of chain files of your own; empty for alphapulse-chains in karaf.etc")
    String chains_folder() default "";
}
