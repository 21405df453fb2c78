package org.alphapulse.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.alphapulse.api.relay.LatencyService;
import org.alphapulse.api.relay.LatencyStatus;
import org.junit.jupiter.api.Test;

class LatencyCommandTest {
    /** Takes times or not. */
    private static final class Latencies implements LatencyService {
        private boolean measuring;

        @Override
        public boolean measuring() {
            return measuring;
        }

        @Override
        public void measure(boolean on) {
            measuring = on;
        }

        @Override
        public List<LatencyStatus> latencies() {
            return List.of();
        }
    }

    private final Latencies latencies = new Latencies();

    /** What the command prints with some options. */
    private String run(String... options) throws ReflectiveOperationException {
        final LatencyCommand command = new LatencyCommand();
        set(command, "latencies", latencies);
        for (final String option : options) {
            set(command, option, true);
        }
        final PrintStream before = System.out;
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            command.execute();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).trim();
    }

    private static void set(LatencyCommand command, String name, Object value) throws ReflectiveOperationException {
        final Field field = LatencyCommand.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(command, value);
    }

    @Test
    void shouldAnswerInJsonWhetherTimesAreTaken() throws ReflectiveOperationException {
        assertEquals("{\"measuring\":true}", run("on", "json"));
        assertEquals("{\"measuring\":false}", run("off", "json"));
    }

    @Test
    void shouldRefuseToTakeTimesAndNotToTakeThem() {
        latencies.measuring = true;
        assertThrows(IllegalArgumentException.class, () -> run("on", "off"));
        assertTrue(latencies.measuring);
    }
}
