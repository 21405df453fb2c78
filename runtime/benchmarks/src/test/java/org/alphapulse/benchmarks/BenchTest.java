package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @TempDir
    Path folder;

    @Test
    void shouldEndWhatRunsAndDeleteItsFolderWhenABenchmarkIsTerminated() throws Exception {
        final Path work = Files.createDirectories(folder.resolve("work/deep")).getParent();
        final Path ended = folder.resolve("ended");
        final Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        work.toString(),
                        ended.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader()) {
            assertEquals("runs", said.readLine());
            process.destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertEquals("true", Files.readString(ended), "what runs ends while its folder is still there");
        assertFalse(Files.exists(work));
    }

    /** A benchmark that does not end by itself. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) throws InterruptedException {
            final Path work = Path.of(args[0]);
            Bench.deleteAtEnd(work, () -> {
                try {
                    Files.writeString(Path.of(args[1]), Boolean.toString(Files.exists(work)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            System.out.println("runs");
            Thread.sleep(600_000);
        }
    }
}
