package org.alphapulse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainSetupTest {
    private static final String SAMPLE = "org.alphapulse.collector.sim-main.cfg";

    @TempDir
    Path dist;

    @TempDir
    Path etc;

    @AfterEach
    void forget() {
        System.clearProperty("alphapulse.dist.etc");
    }

    @Test
    void shouldRemoveTheSampleOfTheDistributionButNotOneThatAPersonChanged() throws IOException {
        System.setProperty("alphapulse.dist.etc", dist.toString());
        Files.writeString(dist.resolve(SAMPLE), "rate = 1000\n");
        Files.writeString(etc.resolve(SAMPLE), "rate = 1000\n");
        final ChainSetup setup = new ChainSetup(etc, "devnet", "ws://127.0.0.1:1");
        assertEquals(List.of(), setup.withoutSample(SAMPLE));
        assertFalse(Files.exists(etc.resolve(SAMPLE)));
        Files.writeString(etc.resolve(SAMPLE), "rate = 5\n");
        assertEquals(List.of(SAMPLE + " is yours and stays as it is"), setup.withoutSample(SAMPLE));
        assertTrue(Files.exists(etc.resolve(SAMPLE)));
    }
}
