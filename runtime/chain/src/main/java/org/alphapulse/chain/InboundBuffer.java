package org.alphapulse.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that have arrived and are not consumed yet; grows up to a limit, and keeps 16 bytes of slack behind what it holds. */
final class InboundBuffer {
    private static final int SLACK = 16;
    private static final int FIRST = 256 * 1024;
    static final int LIMIT = 256 * 1024 * 1024;

    private ByteBuffer view = ByteBuffer.allocate(FIRST);
    private int start;
    private int end;

    byte[] array() {
        return view.array();
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int size() {
        return end - start;
    }

    void consume(int count) {
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
        }
    }

    int readFrom(Wire wire) throws IOException {
        makeRoom();
        view.limit(view.capacity() - SLACK).position(end);
        final int count = wire.read(view);
        end += count;
        return count;
    }

    private void makeRoom() throws IOException {
        final int usable = view.capacity() - SLACK;
        if (start > 0 && usable - end < usable / 2) {
            System.arraycopy(view.array(), start, view.array(), 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == usable) {
            if (view.capacity() >= LIMIT) {
                throw new IOException("a message of over " + LIMIT + " bytes");
            }
            view = ByteBuffer.wrap(Arrays.copyOf(view.array(), view.capacity() * 2));
        }
    }
}
