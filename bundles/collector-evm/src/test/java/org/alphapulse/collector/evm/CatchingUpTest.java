package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks are announced faster than they are told. */
class CatchingUpTest {
    private final ScriptedStream script = new ScriptedStream();

    @Test
    void shouldSayThatNewerBlocksAreToldNextUnlessItIsOneAtMost() {
        for (long block = 8; block <= 11; block++) {
            script.announce(block);
        }
        for (long block = 8; block <= 11; block++) {
            script.answer();
            assertEquals(block, script.pass().headBlock());
            assertEquals(block < 10, script.toldBehind(), "block " + block);
            script.pass();
        }
    }

    @Test
    void shouldHoldBackWhatWasToldOnceWhileMoreAreAnnouncedThanTheNextAndOneMore() {
        for (final long told : new long[] {7, 12}) {
            final long before = script.published();
            script.announce(told + 1);
            script.announce(told + 2);
            assertEquals(before, script.published());
            script.announce(told + 3);
            assertEquals(before + 1, script.published());
            assertEquals(told, script.toldBlock());
            assertTrue(script.toldBehind());
            script.announce(told + 4);
            script.announce(told + 5);
            assertEquals(before + 1, script.published(), "it is held back already");
            assertEquals(told == 7 ? 1 : 2, script.stream.status().holds());
            for (long block = told + 1; block <= told + 5; block++) {
                script.answer();
                assertEquals(block, script.pass().headBlock());
                script.pass();
            }
            assertFalse(script.toldBehind());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 12})
    void shouldHoldBackWhatWasToldBeforeTheNodeIsAskedForTheBlocksBetween(long newest) throws IOException {
        final HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        final ScriptedStream gap =
                new ScriptedStream("http://127.0.0.1:" + node.getAddress().getPort());
        final List<Boolean> heldWhenAsked = new CopyOnWriteArrayList<>();
        node.createContext("/", exchange -> {
            final String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
            heldWhenAsked.add(gap.toldBlock() == 7 && gap.toldBehind());
            final long block = Long.parseLong(request.replaceAll(".*\"0x([0-9a-f]{16})0{48}\".*", "$1"), 16);
            final byte[] answer =
                    ("{\"id\":1,\"result\":" + ScriptedStream.header(block) + "}").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        node.start();
        try {
            final long before = gap.published();
            gap.announce(newest);
            assertEquals(Collections.nCopies((int) newest - 8, true), heldWhenAsked);
            assertEquals(before + 1, gap.published());
            for (long block = 8; block <= newest; block++) {
                gap.pass();
                gap.answer();
                assertEquals(block, gap.pass().headBlock());
                assertEquals(block < newest - 1, gap.toldBehind(), "block " + block);
            }
            assertEquals(before + 1 + newest - 7, gap.published());
            assertEquals(1, gap.stream.status().holds());
        } finally {
            node.stop(0);
        }
    }

    @Test
    void shouldPassOverABlockBelowTheFirst() {
        script.announce(6);
        assertEquals(7, script.pass().headBlock());
        assertEquals(0, script.stream.status().disconnects());
        script.announce(8);
        script.answer();
        assertEquals(8, script.pass().headBlock());
    }

    @Test
    void shouldEndTheConnectionWhenTooManyBlocksWait() {
        script.announce(8);
        final long last = 8 + ChainStream.MAX_ANNOUNCED;
        for (long block = 9; block <= last; block++) {
            script.announce(block);
        }
        assertEquals(0, script.stream.status().disconnects());
        script.announce(last + 1);
        assertTrue(script.toldVoid());
        assertEquals(1, script.stream.status().disconnects());
    }
}
