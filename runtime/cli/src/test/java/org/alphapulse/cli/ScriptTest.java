package org.alphapulse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code alphapulse} itself, with a build that only notes that it ran and an engine that only says that it is ready. */
class ScriptTest {
    private static final String ENGINE = """
            #!/usr/bin/env bash
            mkdir -p "$KARAF_DATA/alphapulse"
            echo '{}' >"$KARAF_DATA/alphapulse-ready.json"
            exec -a java bash -c 'while :; do sleep 0.1; done' "-Dkaraf.home=$(cd "$(dirname "$0")/.."; pwd)" "-Dkaraf.base=$KARAF_BASE" end
            """;
    private static final String MAVEN = """
            #!/usr/bin/env bash
            echo built >>"$(dirname "$0")/builds"
            dist=karaf-dist/target/assembly
            mkdir -p $dist/bin $dist/etc
            cp engine $dist/bin/karaf
            echo 'mode = paper' >$dist/etc/org.alphapulse.engine.cfg
            touch $dist/etc/org.apache.karaf.shell.cfg $dist/etc/org.alphapulse.executor.paper-main.cfg $dist/etc/org.alphapulse.ledger.cfg
            if [ -f while-building ]; then . ./while-building; fi
            """;

    @TempDir
    Path home;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        Files.copy(Path.of("../../alphapulse"), home.resolve("alphapulse"));
        for (final String folder : List.of("runtime", "bundles", "features", "karaf-dist")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("engine"), ENGINE);
        final Path maven = Files.writeString(home.resolve("mvnw"), MAVEN);
        assertTrue(maven.toFile().setExecutable(true));
    }

    @AfterEach
    void end() throws Exception {
        run("stop");
        for (final Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... arguments) throws IOException {
        final List<String> line = new ArrayList<>(List.of("bash", "alphapulse"));
        line.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(line)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ALPHAPULSE_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        final Process process = builder.start();
        started.add(process);
        return process;
    }

    private int run(String... arguments) throws Exception {
        final Process process = start(arguments);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it does not end: " + said());
        return process.exitValue();
    }

    private String said() {
        try {
            return Files.readString(home.resolve("said"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private int builds() throws IOException {
        return Files.readAllLines(home.resolve("builds")).size();
    }

    @Test
    void shouldBuildNothingUnderAnEngineThatRuns() throws Exception {
        assertEquals(0, run("start"), this::said);
        assertEquals(1, builds());
        Files.writeString(home.resolve("runtime/Source.java"), "class Source {}");
        assertEquals(1, run("start"));
        assertTrue(said().contains("already runs as process"), this::said);
        run("doctor");
        assertTrue(said().contains("is not built again"), this::said);
        for (final String command : List.of("build", "replay")) {
            assertEquals(1, run(command, "pom.xml"));
            assertTrue(said().contains("which has to be built again: end it first"), this::said);
        }
        assertEquals(1, builds());
        assertEquals(0, run("stop"), this::said);
        assertEquals(0, run("start"), this::said);
        assertEquals(2, builds());
    }

    @Test
    void shouldBuildAgainWhatWasSavedDuringABuild() throws Exception {
        Files.writeString(
                home.resolve("while-building"), "sleep 0.1; echo 'class Late {}' >bundles/Late.java; sleep 0.1");
        assertEquals(0, run("build"), this::said);
        Files.delete(home.resolve("while-building"));
        assertEquals(0, run("start"), this::said);
        assertEquals(2, builds(), "the file was saved after the compiler may have read it");
        run("stop");
        assertEquals(0, run("start"), this::said);
        assertEquals(2, builds());
    }

    @Test
    void shouldNotLeaveAnEarlierResultWhenAReplayIsInterrupted() throws Exception {
        final Path json = Files.writeString(home.resolve("outcome.json"), "{}");
        final Process replay = start("replay", "pom.xml", "--json", json.toString());
        final Path ready = home.resolve("karaf-dist/target/instances/default-replay/data/alphapulse-ready.json");
        for (int pause = 0; pause < 1_200 && Files.notExists(ready); pause++) {
            Thread.sleep(50);
        }
        replay.destroy();
        assertTrue(replay.waitFor(60, TimeUnit.SECONDS), this::said);
        assertEquals(130, replay.exitValue(), this::said);
        assertTrue(Files.notExists(json), "it is the result of another replay");
    }
}
