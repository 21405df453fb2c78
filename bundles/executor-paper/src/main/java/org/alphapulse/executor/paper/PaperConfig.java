package org.alphapulse.executor.paper;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one paper executor, factory PID {@code org.alphapulse.executor.paper}. */
@ObjectClassDefinition(name = "Paper executor", description = "Fills against the market state; sends nothing.")
@interface PaperConfig {
    @AttributeDefinition(description = "time between the plan and its fill, in microseconds, 0 to 60000000")
    int latency_us() default 500;

    @AttributeDefinition(description = "taker fee in millionths of the traded value, 0 to 100000")
    int fee_ppm() default 1_000;

    @AttributeDefinition(description = "orders under way at a time, 1 to 65536; more are rejected")
    int max_orders() default 1_024;

    @AttributeDefinition(
            description =
                    "blocks after that of the decision at whose end a route is filled, 0 to 100; 1 means in the next"
                            + " block, after all that others do there")
    int route_blocks() default 1;

    @AttributeDefinition(description = "what it receives")
    String topics() default "execution/EmergencyStop,market-data/BlockHead";
}
