package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevnetMainTest {
    @ParameterizedTest
    @CsvSource({
        "--chains a,2,--chains a is not a number",
        "--rate 500,2,not 500",
        "--wrong 1,2,incomplete option --wrong",
        "--npm /nowhere,1,no npm packages in /nowhere"
    })
    void shouldSayWhatIsWrongWhenItCannotStart(String options, int code, String said)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                DevnetMain.class.getName()));
        command.addAll(List.of(options.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(code, process.waitFor(), printed);
        assertTrue(printed.contains(said), printed);
        assertEquals(code == 2, printed.contains("usage: "), printed);
        assertFalse(printed.contains("Exception"), printed);
    }

    /** As a build server ends a job, and {@code timeout -s KILL}. */
    @Test
    void shouldLeaveNeitherNodeNorFolderWhenItsWholeGroupIsKilled() throws Exception {
        Process terminal = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -m; \"$@\" & echo $!; wait",
                        "a-terminal",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DevnetMain.class.getName(),
                        "--chains",
                        "1",
                        "--npm",
                        DevnetSpec.instant().npm().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> left = List.of();
        try (BufferedReader said = terminal.inputReader()) {
            String group = said.readLine();
            assertTrue(said.readLine().contains("ready"));
            left = terminal.descendants().toList();
            ProcessHandle node = left.stream()
                    .filter(one -> one.info().command().orElse("").endsWith("anvil"))
                    .findFirst()
                    .orElseThrow();
            List<String> arguments = List.of(node.info().arguments().orElseThrow());
            Path folder = Path.of(arguments.get(arguments.indexOf("--cache-path") + 1));
            assertTrue(Files.isDirectory(folder), folder::toString);
            new ProcessBuilder("bash", "-c", "kill -KILL -- -" + group).start().waitFor();
            for (ProcessHandle one : left) {
                one.onExit().get(20, TimeUnit.SECONDS);
            }
            for (int pause = 0; pause < 400 && Files.exists(folder); pause++) {
                Thread.sleep(50);
            }
            assertFalse(Files.exists(folder), folder::toString);
        } finally {
            left.forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
        }
    }
}
