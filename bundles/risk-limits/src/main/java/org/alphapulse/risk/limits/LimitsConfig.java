package org.alphapulse.risk.limits;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one set of limits, factory PID {@code org.alphapulse.risk.limits}. */
@ObjectClassDefinition(name = "Risk limits", description = "Refuses plans beyond fixed limits.")
@interface LimitsConfig {
    @AttributeDefinition(description = "largest order in units of the base asset, 0 to 1000000000")
    double max_order_size() default 10;

    @AttributeDefinition(description = "plans per second, 1 to 1000000")
    int max_plans_per_second() default 10_000;
}
