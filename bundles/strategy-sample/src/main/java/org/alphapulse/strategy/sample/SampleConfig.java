package org.alphapulse.strategy.sample;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one sample strategy, factory PID {@code org.alphapulse.strategy.sample}. */
@ObjectClassDefinition(
        name = "Sample strategy",
        description = "Buys after a run of rising quotes, sells after falling ones.")
@interface SampleConfig {
    @AttributeDefinition(description = "instrument that it watches and trades, venue:chain:kind:payload")
    String instrument() default "sim:0:spot:BTC-USD";

    @AttributeDefinition(description = "quotes in one direction before it acts, 1 to 1000")
    int run_length() default 5;

    @AttributeDefinition(description = "order size in units of the base asset, above 0 up to 1000000")
    double size() default 0.1;

    @AttributeDefinition(description = "what it receives")
    String topics() default "market-data/Quote";

    @AttributeDefinition(name = "state.schema", description = "layout of the saved state; fixed by the code")
    int state_schema() default 1;
}
