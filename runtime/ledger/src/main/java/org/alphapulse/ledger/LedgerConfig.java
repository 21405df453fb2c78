package org.alphapulse.ledger;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the ledger, PID {@code org.alphapulse.ledger}. */
@ObjectClassDefinition(name = "Ledger", description = "What was sent and what became of it.")
@interface LedgerConfig {
    @AttributeDefinition(description = "folder of the ledger, created when missing; one engine a folder")
    String directory() default "data/ledger";

    @AttributeDefinition(description = "size at which a new file is begun, in mebibytes, 1 or more")
    int segment_mb() default 64;
}
