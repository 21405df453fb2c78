package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.relay.ObserverStatus;
import org.alphapulse.api.relay.RelayService;
import org.alphapulse.api.relay.RelayStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** The relays and who observes them. */
@Service
@Command(
        scope = "relay",
        name = "list",
        description = "Lists the relays and their observers with counters, losses and lag.")
public final class RelayListCommand implements Action {
    @Reference
    private RelayService relays;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    /** Both lists. */
    private record Both(List<RelayStatus> relays, List<ObserverStatus> observers) {}

    @Override
    public Object execute() {
        final Both both = new Both(relays.relays(), relays.observers());
        if (json) {
            System.out.println(Json.of(both));
            return null;
        }
        final ShellTable table = table("Relay", "Published", "Waiting", "Slots", "Observers", "Kept", "Snapshots");
        for (final RelayStatus row : both.relays()) {
            table.addRow()
                    .addContent(
                            row.domain(),
                            row.published(),
                            row.waiting(),
                            row.slots(),
                            row.observers(),
                            row.recentMessages(),
                            row.snapshots());
        }
        table.print(System.out);
        System.out.println();
        final ShellTable observers = table(
                "Observer",
                "Policy",
                "State",
                "Received",
                "Dropped",
                "Gaps",
                "Again",
                "Snapshots",
                "Lag",
                "Topics",
                "Reason");
        for (final ObserverStatus row : both.observers()) {
            observers
                    .addRow()
                    .addContent(
                            row.name(),
                            row.policy(),
                            row.state(),
                            row.received(),
                            row.dropped(),
                            row.gaps(),
                            row.retransmitted(),
                            row.snapshots(),
                            row.lag(),
                            row.topics(),
                            row.reason());
        }
        observers.emptyTableText("nobody observes; relay:tap does").print(System.out);
        return null;
    }

    private static ShellTable table(String... columns) {
        final ShellTable table = new ShellTable();
        for (final String column : columns) {
            table.column(column);
        }
        return table;
    }
}
