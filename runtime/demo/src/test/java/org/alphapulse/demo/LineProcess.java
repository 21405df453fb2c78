package org.alphapulse.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole line as a process to be killed: it trades until then or until it is told to stop, or settles what is open. Ends with the process that
 * started it. */
final class LineProcess {
    private static final long PAUSE_MS = 5;
    private static final int POOLS = 50;
    /** Pauses. */
    private static final int SAY_AFTER = 2_000;

    private LineProcess() {}

    /** Arguments: the folder with {@code line.json}, and {@code trade} or {@code settle}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        final AtomicBoolean stopped = new AtomicBoolean();
        final Thread guard = new Thread(() -> listen(stopped), "guard");
        guard.setDaemon(true);
        guard.start();
        final Path folder = Path.of(arguments[0]);
        final Map<String, Map<String, String>> configurations =
                new ObjectMapper().readValue(folder.resolve("line.json").toFile(), new TypeReference<>() {});
        try (Line line = new Line(configurations, folder)) {
            if ("settle".equals(arguments[1])) {
                Patience.until("results", () -> line.ledger.open().isEmpty(), line.ledger::open);
                System.out.println("settled");
            } else {
                trade(line, stopped);
            }
        }
        System.exit(0);
    }

    private static void trade(Line line, AtomicBoolean stopped) throws InterruptedException {
        for (int waited = 1; line.tradable() != POOLS; waited++) {
            if (waited % SAY_AFTER == 0) {
                System.out.println("not tradable yet: " + line.untradable() + ", " + line.collector.status());
            }
            Thread.sleep(PAUSE_MS);
        }
        line.engine.arm();
        System.out.println("trading");
        long filled = line.filled();
        String failure = "";
        while (!stopped.get()) {
            if (line.filled() > filled) {
                filled = line.filled();
                System.out.println("filled " + filled);
            }
            if (!failure.equals(line.ledger.failure())) {
                failure = line.ledger.failure();
                System.out.println(failure);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    /** A byte from the other process stops it in good order, its end at once. */
    private static void listen(AtomicBoolean stopped) {
        try {
            while (System.in.read() >= 0) {
                stopped.set(true);
            }
        } catch (IOException closed) {
            // The same.
        }
        Runtime.getRuntime().halt(1);
    }
}
