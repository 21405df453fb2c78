package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
    @TempDir
    Path folder;

    private Path base;

    @BeforeEach
    void choose() throws IOException {
        base = Files.createDirectories(folder.resolve("demo"));
    }

    /** The first is not ready yet, so nothing says that it is there but its lock. */
    @Test
    void shouldLeaveTheFolderOfADemoThatStartsAsItIs() throws IOException {
        final Path file = base.resolve("of-the-first");
        try (Instance first = new Instance(base.resolve("dist"), base);
                Instance second = new Instance(base.resolve("dist"), base)) {
            assertThrows(IOException.class, () -> first.prepare(""), "no distribution");
            Files.createDirectories(base);
            Files.createFile(file);
            final String answer =
                    assertThrows(IOException.class, () -> second.prepare("")).getMessage();
            assertEquals("a demo already runs in " + base + ": end it first", answer);
            assertTrue(Files.exists(file));
        }
        try (Instance third = new Instance(base.resolve("dist"), base)) {
            assertThrows(IOException.class, () -> third.prepare(""), "no distribution");
            assertFalse(Files.exists(file), "the demo before has ended");
        }
    }

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

    /** As a build server ends a job, and {@code timeout -s KILL}. */
    @Test
    void shouldEndTheEngineWhenTheWholeGroupOfTheDemoIsKilled() throws Exception {
        final Path karaf = Files.createDirectories(base.resolve("dist/bin")).resolve("karaf");
        Files.createDirectories(base.resolve("data"));
        Files.writeString(
                karaf,
                "trap 'echo ended >\"$KARAF_BASE/ended\"; exit' TERM\n"
                        + "echo '{\"readyMs\":7}' >\"$KARAF_DATA/alphapulse-ready.json\"\n"
                        + "while :; do sleep 0.1; done\n");
        final Process terminal = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -m; \"$@\" & echo $!; wait",
                        "a-terminal",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName(),
                        base.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> all = List.of();
        try (BufferedReader said = terminal.inputReader()) {
            final String group = said.readLine();
            assertEquals("ready", said.readLine());
            all = terminal.descendants().toList();
            new ProcessBuilder("bash", "-c", "kill -KILL -- -" + group).start().waitFor();
            for (final ProcessHandle one : all) {
                one.onExit().get(20, TimeUnit.SECONDS);
            }
            assertTrue(Files.exists(base.resolve("ended")), "the engine is asked to end first");
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
        }
    }

    @Test
    void shouldSayAtOnceThatTheEngineEndedWhileItStarted() throws IOException {
        Files.writeString(Files.createDirectories(base.resolve("dist/bin")).resolve("karaf"), "exit 3\n");
        Files.createDirectories(base.resolve("data"));
        try (Instance instance = new Instance(base.resolve("dist"), base)) {
            final String said = assertThrows(IOException.class, instance::start).getMessage();
            assertTrue(said.startsWith("the distribution is not ready"), said);
            assertFalse(instance.isAlive());
        }
    }

    /** A program that has an engine run and does no more. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            final Path base = Path.of(arguments[0]);
            try (Instance instance = new Instance(base.resolve("dist"), base)) {
                instance.start();
                System.out.println("ready");
                Thread.sleep(600_000);
            }
        }
    }
}
