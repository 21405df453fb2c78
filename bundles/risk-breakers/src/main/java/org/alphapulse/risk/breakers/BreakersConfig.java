package org.alphapulse.risk.breakers;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one set of breakers, factory PID {@code org.alphapulse.risk.breakers}. A limit of 0 turns a breaker off. */
@ObjectClassDefinition(
        name = "Circuit breakers",
        description = "Halt trading until a person resets it. A limit of 0 turns a breaker off.")
@interface BreakersConfig {
    @AttributeDefinition(description = "chain that is watched, 0 for all")
    long chain_id() default 0;

    @AttributeDefinition(
            description =
                    "tokens in which profits and sizes are counted, each as id|smallest units per wei of the native"
                            + " coin; in live mode a plan in any other token is refused")
    String[] tokens() default {};

    @AttributeDefinition(
            description =
                    "loss since midnight UTC in native coins, gas of reverted transactions included, 0 to 1000000000")
    double max_daily_loss() default 1;

    @AttributeDefinition(description = "input of a route in native coins, 0 to 1000000000")
    double max_trade_size() default 1_000;

    @AttributeDefinition(description = "size of an order in units of the base asset, 0 to 1000000000")
    double max_order_size() default 1_000;

    @AttributeDefinition(description = "gas price of a plan or of the newest block of its chain in gwei, 0 to 1000000")
    double max_gas_price_gwei() default 1_000;

    @AttributeDefinition(description = "failed executions in percent of the last failure.window, 0 to 100")
    double max_failure_percent() default 10;

    @AttributeDefinition(description = "executions over which failures are counted, 1 to 10000")
    int failure_window() default 100;

    @AttributeDefinition(description = "executions before failures count, 1 to failure.window")
    int failure_minimum() default 20;

    @AttributeDefinition(description = "what counts as failed: reverted, rejected, expired; separated by commas")
    String failures() default "reverted,rejected";

    @AttributeDefinition(description = "ids of pools and order books whose prices are watched")
    String[] watch() default {};

    @AttributeDefinition(
            description = "move of a watched price in percent of its lowest within move.window.s, 0 to 1000000")
    double max_move_percent() default 20;

    @AttributeDefinition(description = "seconds over which moves are measured, 1 to 86400")
    int move_window_s() default 60;

    @AttributeDefinition(
            description =
                    "age of the newest market data, and of the newest block of its chain by its own time, at which a"
                            + " plan is still let through, in milliseconds, 0 to 86400000")
    int max_market_age_ms() default 60_000;

    @AttributeDefinition(description = "what it receives")
    String topics() default "execution,market-data/BlockHead";
}
