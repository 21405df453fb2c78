package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private static String refusal(String endpoints) {
        final EvmConfig config = PluginConfig.of(EvmConfig.class, Map.of("chain", "ethereum", "endpoints", endpoints));
        return assertThrows(IllegalArgumentException.class, () -> new EvmCollector(config))
                .getMessage();
    }

    @Test
    void shouldBeRefusedByNameWhenNoneCanBeListenedTo() {
        assertEquals(
                "endpoints=https://a.example,https://b.example:8545 is not allowed;"
                        + " allowed is at least one ws://, wss:// or path of a socket",
                refusal("https://a.example/v2/SECRET,https://user:SECRET@b.example:8545?key=SECRET"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wss://a.example/SECRET\nwss://b.example/SECRET", "wss://a.example/SECRET,\nftp://b/SECRET"})
    void shouldNotBeRepeatedWithTheirKeysWhenTheyAreMalformed(String endpoints) {
        final String refusal = refusal(endpoints);
        assertFalse(refusal.contains("SECRET"), refusal);
    }

    @Test
    void shouldBeGiven() {
        assertEquals("no endpoint is given", refusal(""));
    }
}
