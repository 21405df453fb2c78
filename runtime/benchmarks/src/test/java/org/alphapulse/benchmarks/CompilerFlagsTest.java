package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The virtual machine says nothing of a method that it does not know: a new name here or there would undo the flag unseen. */
class CompilerFlagsTest {
    private static final String PACKAGE = "-XX:CompileCommand=dontinline,org.alphapulse.";

    @Test
    void shouldNameMethodsThatExistWhereTheDistributionKeepsThemFromBeingInlined() throws Exception {
        final String[] flags = flags();
        int named = 0;
        for (final String flag : flags) {
            if (flag.startsWith(PACKAGE)) {
                final String[] name = flag.substring(PACKAGE.length()).split("::");
                final Class<?> owner = Class.forName(
                        "org.alphapulse." + name[0], false, getClass().getClassLoader());
                assertTrue(
                        Arrays.stream(owner.getDeclaredMethods())
                                .anyMatch(method -> method.getName().equals(name[1])),
                        flag);
                named++;
            }
        }
        assertTrue(named > 0, "no method is named: " + String.join(" ", flags));
    }

    /** What Karaf's scripts get from the file that they read. */
    private static String[] flags() throws IOException, InterruptedException {
        final Path setenv = Path.of("../../karaf-dist/src/main/resources/bin/setenv");
        final Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        ". \"$0\"; echo \"$EXTRA_JAVA_OPTS\"",
                        setenv.toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final String flags = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(shell.waitFor(1, TimeUnit.MINUTES) && shell.exitValue() == 0, "the file cannot be read by a shell");
        return flags.trim().split(" +");
    }
}
