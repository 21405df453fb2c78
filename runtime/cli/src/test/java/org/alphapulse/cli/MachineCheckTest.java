package org.alphapulse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine is this one, but for the files of the kernel, which the test writes. */
class MachineCheckTest {
    private static final String LIMITS = "Limit                     Soft Limit           Hard Limit           Units\n"
            + "Max open files            %s                 1048576              files\n";

    @TempDir
    Path root;

    private void kernel(String file, String text) throws IOException {
        final Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Finding about(String subject) {
        final Findings found = new Findings();
        new MachineCheck(found, root, root.resolve("not/yet/there")).run();
        return found.all().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElse(null);
    }

    @Test
    void shouldSayWhatToDoWhenTooFewFilesMayBeOpen() throws IOException {
        kernel("proc/self/limits", String.format(LIMITS, "1024"));
        assertEquals(Finding.Level.MEND, about("open files").level());
        assertTrue(about("open files").advice().contains("ulimit -n"));
        kernel("proc/self/limits", String.format(LIMITS, "65536"));
        assertEquals(Finding.Level.OK, about("open files").level());
        kernel("proc/self/limits", String.format(LIMITS, "unlimited"));
        assertEquals(Finding.Level.OK, about("open files").level());
    }

    @Test
    void shouldOnlyHintAtWhatMakesItFaster() throws IOException {
        assertEquals(null, about("governor"), "a machine without the file is not talked about");
        kernel("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        kernel("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]\n");
        assertEquals(Finding.Level.HINT, about("governor").level());
        assertEquals(Finding.Level.HINT, about("huge pages").level());
        kernel("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
        kernel("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        assertEquals(Finding.Level.OK, about("governor").level());
        assertEquals(Finding.Level.OK, about("huge pages").level());
    }

    @Test
    void shouldLookAtTheDiskOfAnInstanceThatIsNotThereYet() {
        assertTrue(about("disk").what().contains(root.toString()), about("disk").what());
    }
}
