package org.alphapulse.engine;

import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;

/** Stands for the engine where a sink wants to know whether its writer acts. */
final class OwnBinding extends Binding {
    OwnBinding() {
        super(new Origin("org.alphapulse.engine", "", 0));
        acting(true);
    }

    @Override
    protected void start() {
        throw new IllegalStateException("the engine is no plugin");
    }

    @Override
    protected void deliver(MessageReader message, long planId) {
        throw new IllegalStateException("the engine is no plugin");
    }

    @Override
    protected void stop() {
        throw new IllegalStateException("the engine is no plugin");
    }
}
