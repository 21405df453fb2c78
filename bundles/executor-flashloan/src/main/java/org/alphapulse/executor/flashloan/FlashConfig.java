package org.alphapulse.executor.flashloan;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one executor, factory PID {@code org.alphapulse.executor.flashloan}. */
@ObjectClassDefinition(name = "Flash-loan executor", description = "Trades routes through the flash-loan contract.")
@interface FlashConfig {
    @AttributeDefinition(description = "chain id, above 0")
    long chain_id();

    @AttributeDefinition(description = "nodes in order of preference, separated by commas")
    String nodes();

    @AttributeDefinition(description = "address of the FlashLoanArbitrage contract")
    String contract();

    @AttributeDefinition(description = "who gets the profit; empty for the signing account")
    String recipient() default "";

    @AttributeDefinition(
            description =
                    "most paid per gas in gwei, 0.001 to 100000; a transfer of nothing that uses a nonce up may pay"
                            + " twice that")
    double max_fee_gwei() default 300;

    @AttributeDefinition(description = "tip per gas in gwei where a plan names none, 0 to 10000")
    double priority_fee_gwei() default 1;

    @AttributeDefinition(
            description =
                    "what the fee cap has above twice the base fee and the tip, in gwei, 0 to 10000; it is not paid,"
                            + " but a node that orders by fee caps puts the transaction before those with less")
    double fee_headroom_gwei() default 0;

    @AttributeDefinition(
            description = "gas limit above the estimate in percent, 0 to 400; gas that is not used is not paid, but a"
                    + " trade that runs out of it is lost")
    int gas_margin_percent() default 150;

    @AttributeDefinition(
            description = "highest gas limit, 150000 to 30000000; a plan whose estimate is above it is rejected")
    long max_gas() default 5_000_000;

    @AttributeDefinition(
            description = "V2 hops carry the planned output, which the pool refuses when it no longer holds")
    boolean exact_outputs() default true;

    @AttributeDefinition(description = "each plan is tried by eth_call right before it is sent")
    boolean last_check() default false;

    @AttributeDefinition(description = "time between looks at the newest block in milliseconds, 1 to 60000")
    int poll_ms() default 50;

    @AttributeDefinition(description = "blocks after which a transaction that is not mined is replaced, 1 to 1000")
    int replace_after_blocks() default 3;

    @AttributeDefinition(description = "blocks after which a plan without deadline is given up, 1 to 10000")
    int deadline_blocks() default 10;

    @AttributeDefinition(
            description = "seconds between a plan's deadline and the last block time at which it may run, 0 to 3600")
    int deadline_slack_s() default 30;
}
