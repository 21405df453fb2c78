package org.alphapulse.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Divides the machine's cores between the engine's way from a message to a transaction, which gets the first, and all else: the node, those
 * who trade, this process, and the rest of the engine's. That is what an operator does who has the node on another machine or on other
 * cores. Without two cores, or without Linux's {@code taskset} and {@code chrt}, all share all.
 */
final class Cores {
    private final int present;
    private final boolean apart;
    private List<ProcessHandle> world = List.of();

    Cores() {
        present = Runtime.getRuntime().availableProcessors();
        apart = present > 1 && works("taskset", "--version") && works("chrt", "--version");
    }

    private static boolean works(String... command) {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the engine is configured with. */
    Map<String, String> settings() {
        return apart ? Map.of("hot.cores", "0", "idle", "yield") : Map.of();
    }

    /** Takes this process and all that it started so far for the world around the engine. */
    void thisIsTheWorld() {
        world = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .toList();
    }

    /** Keeps the world off the engine's core; says how the cores are divided. */
    String divide() {
        boolean done = apart;
        for (final ProcessHandle one : apart ? world : List.<ProcessHandle>of()) {
            done &= !one.isAlive()
                    || works("taskset", "-a", "-p", "-c", "1-" + (present - 1), Long.toString(one.pid()));
        }
        return done
                ? "core 0 is the engine's way from a message to a transaction, all else is on the others"
                : "all share all " + present + " cores";
    }
}
