package org.alphapulse.engine.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cores for the threads on the way from a node's message to a transaction: these are put there as they start, and all others of the
 * process elsewhere. On its cores such a thread is never interrupted by another one that wakes (class SCHED_BATCH): each goes on until
 * it has nothing to do or gives way, so that messages are read, decided on and sent in turn. What other processes do there is not its
 * business.
 *
 * <p>Uses {@code taskset} and {@code chrt} of Linux, which everybody may for threads of his own. Where they are missing, everything runs
 * as it would without. Thread-safe.
 */
public final class HotCores {
    /** No cores: threads run where the system puts them. */
    public static final HotCores NONE = new HotCores("", new BitSet());

    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final int PATIENCE_S = 5;

    private final String hot;
    private final String others;
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    private HotCores(String hot, BitSet others) {
        this.hot = hot;
        this.others = others.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    /**
     * Sets cores apart.
     *
     * @param text such as {@code 0} or {@code 2,4-5}; empty for none
     * @param present how many cores there are
     * @throws IllegalArgumentException if it is not a list of some of them, or leaves no core for the others
     */
    public static HotCores of(String text, int present) {
        if (text.isBlank()) {
            return NONE;
        }
        final BitSet others = new BitSet();
        others.set(0, present);
        try {
            for (final String part : text.split(",")) {
                final String[] ends = part.trim().split("-", 2);
                others.clear(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw refused(text, present);
        }
        if (others.isEmpty() || others.cardinality() == present) {
            throw refused(text, present);
        }
        return new HotCores(text.replace(" ", ""), others);
    }

    private static IllegalArgumentException refused(String text, int present) {
        return new IllegalArgumentException("hot.cores=" + text + " is not allowed; allowed are numbers from 0 to "
                + (present - 1) + " such as 0 or 2,4-5, but not all of them");
    }

    /** Puts the calling thread on these cores. */
    void enter() {
        if (hot.isEmpty()) {
            return;
        }
        try {
            final Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            final String thread = self.getFileName().toString();
            threads.add(thread);
            place(thread);
            run("chrt", "-b", "-p", "0", thread);
        } catch (IOException missing) {
            LOG.warn("hot.cores={} has no effect: {}", hot, missing.getMessage());
        }
    }

    private void place(String thread) throws IOException {
        run("taskset", "-p", "-c", hot, thread);
    }

    /** Puts all other threads of the process on the other cores; those that they start later are there as well. */
    public void leaveToOthers() {
        if (hot.isEmpty()) {
            return;
        }
        try {
            run(
                    "taskset",
                    "-a",
                    "-p",
                    "-c",
                    others,
                    Long.toString(ProcessHandle.current().pid()));
            for (final String thread : threads) {
                if (Files.exists(Path.of("/proc/self/task", thread))) {
                    place(thread);
                } else {
                    threads.remove(thread);
                }
            }
        } catch (IOException missing) {
            LOG.warn("hot.cores={} has no effect: {}", hot, missing.getMessage());
        }
    }

    private static void run(String... command) throws IOException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
