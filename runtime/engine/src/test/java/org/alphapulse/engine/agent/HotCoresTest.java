package org.alphapulse.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the system says of threads that were placed. */
class HotCoresTest {
    private static final int SCHED_BATCH = 3;
    /** Of the fields of {@code /proc/PID/stat} behind the name, which may have blanks. */
    private static final int POLICY = 38;

    private static String allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow()
                .split("\\s+")[1];
    }

    private static int policy() throws IOException {
        final String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY]);
    }

    private static void allowAll(String cores) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "taskset",
                        "-a",
                        "-p",
                        "-c",
                        cores,
                        Long.toString(ProcessHandle.current().pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void shouldKeepOthersOffTheCoresOfThreadsThatEntered() throws Exception {
        final int present = Runtime.getRuntime().availableProcessors();
        assumeTrue(present > 1 && Files.isExecutable(Path.of("/usr/bin/taskset")), "needs Linux and two cores");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chrt")), "needs chrt");
        final String before = allowed();
        assumeTrue(before.startsWith("0"), "needs core 0");
        final HotCores cores = HotCores.of("0", present);
        final CountDownLatch left = new CountDownLatch(1);
        final CompletableFuture<String> entered = new CompletableFuture<>();
        final CompletableFuture<String> afterwards = new CompletableFuture<>();
        final Thread hot = new Thread(() -> {
            try {
                cores.enter();
                entered.complete(allowed() + " " + policy());
                left.await();
                afterwards.complete(allowed());
            } catch (IOException | InterruptedException e) {
                entered.completeExceptionally(e);
                afterwards.completeExceptionally(e);
            }
        });
        hot.start();
        try {
            assertEquals("0 " + SCHED_BATCH, entered.get());
            assertEquals(before, allowed(), "others are where they were until they are told to leave");
            cores.leaveToOthers();
            left.countDown();
            assertEquals("0", afterwards.get());
            assertTrue(!allowed().startsWith("0"), "still on core 0");
            assertEquals(
                    allowed(),
                    CompletableFuture.supplyAsync(HotCoresTest::quietlyAllowed).get());
        } finally {
            left.countDown();
            allowAll(before);
        }
    }

    private static String quietlyAllowed() {
        try {
            return allowed();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void shouldRefuseWhatIsNoListOfSomeCores() {
        for (final String wrong : new String[] {"4", "0-3", "x", "1-", "-1", "2-1", "0,1,2,3"}) {
            assertThrows(IllegalArgumentException.class, () -> HotCores.of(wrong, 4), wrong);
        }
        HotCores.of("0,2-3", 4);
        assertEquals(HotCores.NONE, HotCores.of(" ", 1));
    }
}
