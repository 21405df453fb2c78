package org.alphapulse.strategy.arbitrage;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one arbitrage strategy, factory PID {@code org.alphapulse.strategy.arbitrage}. */
@ObjectClassDefinition(
        name = "Arbitrage strategy",
        description = "Finds, sizes and decides arbitrage cycles over the pools of one chain.")
@interface ArbitrageConfig {
    @AttributeDefinition(
            description = "tokens of one chain in which routes start, the preferred first, each as"
                    + " id|largest input|least net profit|units per wei|funding,funding...; amounts in smallest units,"
                    + " a funding as kind@fee in millionths or kind@fee@lender id with kind own, vault, lending,"
                    + " v2-flash or v3-flash")
    String[] start_tokens();

    @AttributeDefinition(description = "id of the wrapped native coin, in which gas is counted; empty for none")
    String native_token() default "";

    @AttributeDefinition(description = "gas price in wei until a block tells the base fee, 0 to 10^14")
    long gas_price_wei() default 1_000_000_000L;

    @AttributeDefinition(description = "priority fee in wei on top of the base fee, 0 to 10^14")
    long priority_fee_wei() default 100_000_000L;

    @AttributeDefinition(description = "gas price in wei above which nothing is proposed, 1 to 10^15")
    long max_gas_price_wei() default 500_000_000_000L;

    @AttributeDefinition(
            description = "part of the gross profit that must remain as net profit, in millionths, 0 to 999999")
    int margin_ppm() default 50_000;

    @AttributeDefinition(description = "price impact allowed on one hop, in millionths, 1 to 999999")
    int max_impact_ppm() default 200_000;

    @AttributeDefinition(description = "longest cycle of the search on the engine thread, 2 to 4")
    int max_hops() default 4;

    @AttributeDefinition(description = "longest cycle of the search on its own thread, 5 to 12, or 0 for none")
    int long_hops() default 10;

    @AttributeDefinition(description = "blocks in which a route is not proposed again, 0 to 1000")
    int cooldown_blocks() default 1;

    @AttributeDefinition(
            description = "when it decides: event, on each pool change at once; or block, on all changes of a block"
                    + " together when the block is complete, for chains where others' trades come in whole blocks")
    String decide_at() default "event";

    @AttributeDefinition(description = "screened cycles that are sized at a time, 1 to 64")
    int sized() default 8;

    @AttributeDefinition(description = "milliseconds for which a plan is good, 1 to 600000")
    long plan_ttl_ms() default 12_000;

    @AttributeDefinition(description = "blocks after the present one in which a plan may take effect, 1 to 100")
    int plan_blocks() default 2;

    @AttributeDefinition(
            description =
                    "microseconds between two things made up that go the way of events and plans without effect while"
                            + " nothing else is to be done, so that caches hold it, 1 to 1000000; 0 for none. Each makes an event"
                            + " that comes meanwhile wait for some microseconds, at most for a signature")
    long keep_warm_us() default 100;

    @AttributeDefinition(description = "explanations kept, 1 to 65536")
    int history() default 64;

    @AttributeDefinition(description = "number that names this strategy in signals and plans, 0 to 2147483647")
    int strategy_id() default 1;

    @AttributeDefinition(description = "what it receives")
    String topics() default "market-data,execution/ExecutionReport,system/StateInvalidation";
}
