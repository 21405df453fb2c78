package org.alphapulse.strategy.probe;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one probe, factory PID {@code org.alphapulse.strategy.probe}. */
@ObjectClassDefinition(name = "Probe", description = "Tells a recorder of every message it is given.")
@interface ProbeConfig {
    @AttributeDefinition(description = "number under which it reports, 0 to 63")
    int index() default 0;

    @AttributeDefinition(description = "normal, hang or throw")
    String behaviour() default "normal";

    @AttributeDefinition(description = "what it receives")
    String topics() default "market-data/Trade";
}
