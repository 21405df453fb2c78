package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
    @TempDir
    Path base;

    @Test
    void shouldLeaveTheFolderOfADemoThatRunsAsItIs() throws IOException {
        final Process running =
                new ProcessBuilder("bash", "-c", "read -r _; :", "engine", "-Dkaraf.base=" + base).start();
        try {
            final Path ready = base.resolve("data/alphapulse-ready.json");
            Files.createDirectories(ready.getParent());
            Files.writeString(ready, "{\"pid\":" + running.pid() + "}");
            final String answer = assertThrows(
                            IOException.class, () -> new Instance(base.resolve("dist"), base).prepare(""))
                    .getMessage();
            assertEquals("a demo already runs in " + base + " as process " + running.pid() + ": end it first", answer);
            assertTrue(Files.exists(ready));
        } finally {
            running.destroyForcibly();
        }
    }

    /** After a kill the file is still there, and its number may be somebody else's. */
    @Test
    void shouldMakeTheFolderOfADemoThatWasKilledAnew() throws IOException {
        final Path ready = base.resolve("data/alphapulse-ready.json");
        Files.createDirectories(ready.getParent());
        Files.writeString(ready, "{\"pid\":" + ProcessHandle.current().pid() + "}");
        assertThrows(IOException.class, () -> new Instance(base.resolve("dist"), base).prepare(""), "no distribution");
        assertTrue(Files.notExists(ready));
    }
}
