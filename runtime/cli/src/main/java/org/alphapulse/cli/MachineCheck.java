package org.alphapulse.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the engine needs of the machine. Paths of the operating system are resolved against a root, which a test may give. */
final class MachineCheck {
    private static final int JDK = 17;
    private static final long GIB = 1L << 30;
    private static final long MIN_MEMORY = 2 * GIB;
    private static final long MIN_DISK = 2 * GIB;
    private static final int MIN_FILES = 4_096;

    private final Findings found;
    private final Path root;
    private final Path instance;

    MachineCheck(Findings found, Path root, Path instance) {
        this.found = found;
        this.root = root;
        this.instance = instance;
    }

    void run() {
        found.area("machine");
        java();
        cores();
        memory();
        disk();
        files();
        hugePages();
        governor();
    }

    private void java() {
        final int version = Runtime.version().feature();
        if (version == JDK) {
            found.ok("java", "JDK " + Runtime.version());
        } else {
            found.mend("java", "JDK " + version, "install JDK " + JDK + " and set JAVA_HOME to it");
        }
    }

    private void cores() {
        final int cores = Runtime.getRuntime().availableProcessors();
        if (cores >= 4) {
            found.ok("cores", cores + " cores");
        } else if (cores >= 2) {
            found.hint(
                    "cores",
                    cores + " cores",
                    "keep idle = backoff in org.alphapulse.engine.cfg: spin wants a core to itself");
        } else {
            found.mend(
                    "cores",
                    cores + " core",
                    "give the machine two cores or more: the engine's thread never waits for others");
        }
    }

    private void memory() {
        final long total =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getTotalMemorySize()
                        : 0;
        final String what = String.format(java.util.Locale.ROOT, "%.1f GiB", (double) total / GIB);
        if (total >= MIN_MEMORY) {
            found.ok("memory", what);
        } else {
            found.mend("memory", what, "give the machine 2 GiB or more, or lower -Xmx with ALPHAPULSE_JAVA_OPTS");
        }
    }

    private void disk() {
        Path there = instance.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            final long free = Files.getFileStore(there).getUsableSpace();
            final String what = String.format(java.util.Locale.ROOT, "%.1f GiB free at %s", (double) free / GIB, there);
            if (free >= MIN_DISK) {
                found.ok("disk", what);
            } else {
                found.mend("disk", what, "make room: a ledger that cannot be written stops all sending");
            }
        } catch (IOException e) {
            found.mend("disk", there + " cannot be looked at: " + e.getMessage(), "check the file system");
        }
    }

    private void files() {
        for (final String line : lines("proc/self/limits")) {
            if (line.startsWith("Max open files")) {
                final String soft =
                        line.substring("Max open files".length()).trim().split("\\s+")[0];
                if ("unlimited".equals(soft) || Long.parseLong(soft) >= MIN_FILES) {
                    found.ok("open files", "limit " + soft);
                } else {
                    found.mend(
                            "open files",
                            "limit " + soft,
                            "ulimit -n 65536, or LimitNOFILE=65536 in the service's unit");
                }
            }
        }
    }

    private void hugePages() {
        final String text = String.join("", lines("sys/kernel/mm/transparent_hugepage/enabled"));
        if (text.contains("[never]")) {
            found.hint(
                    "huge pages",
                    "transparent huge pages are off",
                    "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, for markets of many pools");
        } else if (!text.isEmpty()) {
            found.ok("huge pages", text.trim());
        }
    }

    private void governor() {
        final String text = String.join("", lines("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        if (!text.isEmpty() && !"performance".equals(text)) {
            found.hint(
                    "governor",
                    "cpu frequency governor " + text,
                    "cpupower frequency-set -g performance steadies latencies");
        } else if (!text.isEmpty()) {
            found.ok("governor", text);
        }
    }

    private List<String> lines(String file) {
        try {
            final Path path = root.resolve(file);
            return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
