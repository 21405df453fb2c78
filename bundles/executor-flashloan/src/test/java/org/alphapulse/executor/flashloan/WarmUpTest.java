package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    @TempDir
    Path keys;

    @Test
    void shouldSignItsPlanEachTimeAndEnd() {
        final Signer signer = Desk.signer(keys, "0x" + "17".repeat(32));
        final FlashConfig config = PluginConfig.of(
                FlashConfig.class,
                Map.of("chain_id", 1L, "contract", "0x" + "00".repeat(20), "nodes", "none", "max_gas", 150_000L));
        final WarmUp warmUp = new WarmUp(Settings.of(config, new byte[20]), signer);
        assertEquals(Reasons.NONE, warmUp.build());
        int steps = 0;
        while (warmUp.step()) {
            assertTrue(++steps < 1_000, "it does not end");
        }
        assertEquals(Reasons.NONE, warmUp.build());
    }
}
