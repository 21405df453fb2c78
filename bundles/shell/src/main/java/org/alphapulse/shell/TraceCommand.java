package org.alphapulse.shell;

import java.util.List;
import java.util.Locale;
import org.alphapulse.api.relay.TraceService;
import org.alphapulse.api.relay.TraceStage;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** The whole way of a message. */
@Service
@Command(
        scope = "alphapulse",
        name = "trace",
        description =
                "Shows the whole way of a trace, from the collector to the execution result, with the time of each stage.")
public final class TraceCommand implements Action {
    private static final int UNSET = -1;
    private static final int LISTED = 20;

    @Reference
    private TraceService traces;

    @Argument(name = "trace", description = "Trace id, or last for the newest of those that went furthest.")
    @Completion(TraceCompleter.class)
    private String id = "last";

    @Option(
            name = "--every",
            description =
                    "Sets how often traces begin: one of so many messages of each collector, 1 for all, 0 for none.")
    private int every = UNSET;

    @Option(name = "--list", description = "Lists the ids of the traces that went furthest, newest first.")
    private boolean list;

    @Option(name = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Object execute() {
        if (every != UNSET) {
            traces.every(every);
            System.out.println(
                    json
                            ? "{\"every\":" + every + "}"
                            : every == 0
                                    ? "tracing is off"
                                    : "one of " + every + " messages of each collector is traced");
        } else if (list) {
            final List<String> ids = traces.recent(LISTED);
            System.out.println(json ? Json.of(ids) : String.join(System.lineSeparator(), ids));
        } else {
            show(traces.trace(id));
        }
        return null;
    }

    private void show(List<TraceStage> stages) {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException(
                    traces.every() == 0
                            ? "no trace " + id
                                    + " is known and tracing is off: alphapulse:trace --every 100 turns it on"
                            : "no trace " + id + " is known; alphapulse:trace --list shows those that are");
        }
        if (json) {
            System.out.println(Json.of(stages));
            return;
        }
        System.out.println("trace " + stages.get(0).traceId());
        final ShellTable table = new ShellTable();
        for (final String column : List.of("Message", "Relay", "Source", "Stage us", "Total us", "Span", "Parent")) {
            table.column(column);
        }
        for (final TraceStage stage : stages) {
            table.addRow()
                    .addContent(
                            stage.message(),
                            stage.domain(),
                            stage.source(),
                            micros(stage.stageNs()),
                            micros(stage.totalNs()),
                            stage.spanId(),
                            stage.parentSpanId());
        }
        table.print(System.out);
    }

    private static String micros(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1_000.0);
    }
}
