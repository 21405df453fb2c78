package org.alphapulse.collector.evm;

import org.alphapulse.chain.MessageConnection;

/** A connection that is always open and never waits. */
abstract class MemoryConnection implements MessageConnection {
    @Override
    public void await(long timeoutMs) {
        // The next look finds what there is.
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
