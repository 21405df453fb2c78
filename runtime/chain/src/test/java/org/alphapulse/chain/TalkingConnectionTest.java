package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call over connections that do at the worst moment what they may do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TalkingConnectionTest {
    private static final byte[] ANSWER = "{\"id\":1,\"result\":\"0x5\"}".getBytes(StandardCharsets.US_ASCII);

    /** Answers each request. */
    private static class Answering implements MessageConnection {
        private boolean asked;
        private volatile boolean open = true;

        @Override
        public int poll(MessageHandler handler) throws IOException {
            if (!open) {
                throw new IOException("ended");
            }
            if (!asked) {
                return 0;
            }
            asked = false;
            handler.onMessage(ANSWER, 0, ANSWER.length);
            return ANSWER.length;
        }

        @Override
        public void send(byte[] message) {
            asked = true;
        }

        @Override
        public void await(long timeoutMs) {
            // There is always something.
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void shouldEndACallInTimeWhenOtherThingsComeAndNoAnswer() {
        final SocketTransport transport = new SocketTransport(timeoutMs -> new Answering() {
            @Override
            public int poll(MessageHandler handler) {
                return 1;
            }
        });
        final IOException late = assertThrows(IOException.class, () -> transport.exchange("{}", 50));
        assertEquals("no answer within 50 ms", late.getMessage());
    }

    @Test
    void shouldLeaveNothingOpenWhenItIsClosedWhileACallOpensAnotherConnection() throws Exception {
        final CountDownLatch closing = new CountDownLatch(1);
        final CountDownLatch opened = new CountDownLatch(1);
        final SocketTransport[] transport = new SocketTransport[1];
        final Thread closer = new Thread(() -> transport[0].close(), "closer");
        // The first one is slow to close; meanwhile a call finds it closed and opens the second, and then that it is to
        // end.
        final Answering first = new Answering() {
            @Override
            public void close() {
                super.close();
                if (Thread.currentThread() == closer) {
                    closing.countDown();
                    pause(opened);
                }
            }
        };
        final Answering second = new Answering() {
            @Override
            public void send(byte[] message) {
                super.send(message);
                opened.countDown();
                try {
                    closer.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        final Queue<MessageConnection> connections = new ArrayDeque<>(List.of(first, second));
        transport[0] = new SocketTransport(timeoutMs -> connections.remove());
        assertEquals(5, transport[0].exchange("{}", 10_000).get("result").number());
        closer.start();
        pause(closing);
        final IOException ended = assertThrows(IOException.class, () -> transport[0].exchange("{}", 10_000));
        assertEquals("closed", ended.getMessage());
        assertFalse(first.isOpen());
        assertFalse(second.isOpen());
    }

    private static void pause(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
