package org.alphapulse.chain;

import java.io.IOException;

/** Sends one request and waits for its answer. One thread at a time; close by any. */
interface Transport extends AutoCloseable {
    JsonValue exchange(String body, long timeoutMs) throws IOException;

    @Override
    void close();
}
