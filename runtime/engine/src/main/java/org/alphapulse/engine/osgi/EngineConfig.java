package org.alphapulse.engine.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the engine, PID {@code org.alphapulse.engine}. Read once, at the start. */
@ObjectClassDefinition(name = "AlphaPulse engine", description = "Read at the start; restart to change.")
public @interface EngineConfig {
    /** Trading mode. */
    @AttributeDefinition(description = "replay, paper, shadow or live; live also needs arming in the shell")
    String mode() default "paper";

    /** What replay mode replays. */
    @AttributeDefinition(description = "file that relay:record --snapshot wrote; in replay mode only")
    String replay_file() default "";

    /** How the engine agent waits. */
    @AttributeDefinition(
            description = "spin (burns a core), yield (as well, but gives way to others), backoff or relaxed")
    String idle() default "backoff";

    /** Cores for the threads between a node's message and a transaction. */
    @AttributeDefinition(
            description =
                    "such as 0 or 2,4-5: of this process, the engine, the collectors' connections and the executors run there and"
                            + " all else elsewhere; empty for no difference")
    String hot_cores() default "";

    /** Producers' messages under way per relay. */
    @AttributeDefinition(description = "messages, 1024 to 4194304")
    int inbound_capacity() default 65_536;

    /** Ring of recent messages per relay. */
    @AttributeDefinition(description = "MiB, 1 to 1024, a power of two")
    int recent_mib() default 8;

    /** Messages that may wait in a slot. */
    @AttributeDefinition(description = "messages, 1024 to 4194304")
    int slot_capacity() default 524_288;

    /** How long a plugin may stay in one callback. */
    @AttributeDefinition(description = "milliseconds, 10 to 60000")
    int hang_ms() default 1_000;

    /** How long a transition waits for a safe point. */
    @AttributeDefinition(description = "milliseconds, 100 to 60000")
    int safe_point_ms() default 2_000;

    /** How long a slot waits for another version after its plugin was uninstalled or its configuration deleted. */
    @AttributeDefinition(
            description = "milliseconds, 100 to 3600000; then what waits in the slot is dropped and counted")
    int handover_ms() default 10_000;

    /** How often traces begin. */
    @AttributeDefinition(description = "one of so many messages of a collector begins a trace; 0 for none, 1 for all")
    int trace_every() default 0;

    /** Exceptions within ten seconds that stop a plugin. */
    @AttributeDefinition(description = "exceptions, 1 to 1000000")
    int fault_limit() default 10;

    /** Risk monitors without which no plan is approved. */
    @AttributeDefinition(description = "comma-separated plugin ids")
    String required_monitors() default "";
}
