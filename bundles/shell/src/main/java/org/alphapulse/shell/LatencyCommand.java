package org.alphapulse.shell;

import java.util.List;
import java.util.Locale;
import org.alphapulse.api.relay.LatencyService;
import org.alphapulse.api.relay.LatencyStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** Times of events in the engine. */
@Service
@Command(
        scope = "alphapulse",
        name = "latency",
        description =
                "Shows what every market event takes in the engine, from its bytes in memory to the decision and to"
                        + " the signed transaction.")
public final class LatencyCommand implements Action {
    @Reference
    private LatencyService latencies;

    @Option(name = "--on", description = "Takes times from now on, beginning anew.")
    private boolean on;

    @Option(name = "--off", description = "Takes no more times.")
    private boolean off;

    @Option(name = "--json", description = "Prints JSON.")
    private boolean json;

    /** Whether times are taken. */
    private record Measuring(boolean measuring) {}

    @Override
    public Object execute() {
        if (on && off) {
            throw new IllegalArgumentException("--on and --off exclude each other: give one of them");
        }
        if (on || off) {
            latencies.measure(on);
            System.out.println(json ? Json.of(new Measuring(on)) : "times are " + (on ? "" : "not ") + "taken");
            return null;
        }
        if (!latencies.measuring()) {
            throw new IllegalStateException("no times are taken: alphapulse:latency --on begins");
        }
        final List<LatencyStatus> rows = latencies.latencies();
        if (json) {
            System.out.println(Json.of(rows));
        } else {
            show(rows);
        }
        return null;
    }

    private static void show(List<LatencyStatus> rows) {
        final ShellTable table = new ShellTable();
        for (final String column : List.of("Time", "Count", "p50 us", "p90 us", "p99 us", "p99.9 us", "Max us")) {
            table.column(column);
        }
        for (final LatencyStatus row : rows) {
            table.addRow()
                    .addContent(
                            row.name(),
                            row.count(),
                            micros(row.p50Ns()),
                            micros(row.p90Ns()),
                            micros(row.p99Ns()),
                            micros(row.p999Ns()),
                            micros(row.maxNs()));
        }
        table.print(System.out);
    }

    private static String micros(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1_000.0);
    }
}
