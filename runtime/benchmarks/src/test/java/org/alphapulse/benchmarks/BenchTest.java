package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void shouldRefuseArgumentsThatAreNotUnderstood() {
        assertEquals("", wrong("old", "new", "--tolerance", "0.05", "--quick", "--forks", "3", "--json", "F"));
        assertEquals("", wrong("--tolerance", "1", "old", "new"));
        final String allowed = "--tolerance 0.25, --forks 3, --json FILE, --quick";
        assertEquals("unknown option --jsom; allowed is " + allowed, wrong("old", "new", "--jsom", "F"));
        assertEquals("--tolerance x is not allowed; allowed is such as --tolerance 0.25", wrong("--tolerance", "x"));
        assertEquals("--forks 1.5 is not allowed; allowed is such as --forks 3", wrong("--forks", "1.5"));
        assertEquals("--json is not allowed; allowed is such as --json FILE", wrong("old", "new", "--json"));
        assertEquals("--json --quick is not allowed; allowed is such as --json FILE", wrong("--json", "--quick"));
        assertEquals("1 arguments beside the options, 2 are expected: [old]", wrong("old"));
    }

    private static String wrong(String... args) {
        return Bench.wrong(args, 2, new ArrayList<>(), "--tolerance 0.25", "--forks 3", "--json FILE", "--quick");
    }

    @Test
    void shouldKnowThePartsThatCanBeRunAlone() {
        for (final String step : List.of("amm", "pipeline", "pipeline/karaf", "page")) {
            assertTrue(AllBenchmark.isStep(step), step);
        }
        for (final String step : List.of("pipeline/bogus", "amm/plain", "pipelin", "")) {
            assertFalse(AllBenchmark.isStep(step), step);
        }
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
