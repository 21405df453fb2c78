package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSpecTest {
    @ParameterizedTest
    @CsvSource({
        "wss://node.example/v2/SECRET, wss://node.example",
        "wss://node.example:8546?key=SECRET, wss://node.example:8546",
        "https://user:SECRET@node.example/x, https://node.example",
        "https://user:SECRET@node.example, https://node.example",
        "/run/geth.ipc, /run/geth.ipc"
    })
    void shouldNameANodeWithoutItsKey(String url, String name) {
        assertEquals(name, NodeSpec.parse(url).get(0).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://node.example/SECRET",
                "node.example/v2/SECRET",
                "user:SECRET@node.example",
                "wss://node.example/a b/SECRET",
                "wss://node.example/v2\n/SECRET",
                "wss:///SECRET"
            })
    void shouldNotRepeatAKeyOfAnAddressThatIsNotAllowed(String url) {
        final String message = assertThrows(IllegalArgumentException.class, () -> NodeSpec.parse(url))
                .getMessage();
        assertFalse(message.contains("SECRET"), message);
        assertTrue(message.contains("is not allowed"), message);
    }

    @Test
    void shouldPreferTheSocketForCallsAndTheFirstStream() {
        final NodeSpec node = NodeSpec.parse("ws://a.example | https://b.example | /run/geth.ipc")
                .get(0);
        assertEquals("ws://a.example", node.streamUrl());
        assertEquals("/run/geth.ipc", node.rpcUrl());
    }
}
