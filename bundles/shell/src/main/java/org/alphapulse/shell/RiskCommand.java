package org.alphapulse.shell;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.alphapulse.api.risk.BreakerService;
import org.alphapulse.api.risk.BreakerStatus;
import org.alphapulse.api.risk.RiskService;
import org.alphapulse.api.risk.RiskStatus;
import org.alphapulse.api.risk.Trip;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.apache.karaf.shell.support.table.ShellTable;
import org.osgi.framework.BundleContext;

/** The risk gate: what it allows, what stopped it, and how it goes on. */
@Service
@Command(
        scope = "alphapulse",
        name = "risk",
        description =
                "Shows the risk gate and its breakers (status), stops all trading (trip), or ends a halt (reset).")
public final class RiskCommand implements Action {
    private static final long SECOND = 1_000_000_000L;

    @Reference
    private RiskService risk;

    @Reference
    private BundleContext context;

    @Argument(name = "action", description = "status, trip or reset.")
    @Completion(
            value = StringsCompleter.class,
            values = {"status", "trip", "reset"})
    private String action = "status";

    @Argument(index = 1, name = "reason", multiValued = true, description = "Words for the record, with trip.")
    private List<String> reason = List.of("by a person in the shell");

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    /** The gate and its breakers. */
    private record Both(RiskStatus gate, List<BreakerStatus> breakers) {}

    @Override
    public Object execute() {
        switch (action) {
            case "status" -> {
                // Shown below, as after the others.
            }
            case "trip" -> risk.trip(String.join(" ", reason));
            case "reset" -> reset();
            default ->
                throw new IllegalArgumentException(
                        "action " + action + " is not allowed; allowed is status, trip or reset");
        }
        show();
        return null;
    }

    private void reset() {
        if (risk.reset().isEmpty()) {
            throw new IllegalStateException("trading is not halted: there is nothing to reset");
        }
    }

    private void show() {
        final List<BreakerStatus> rows = Services.ask(context, BreakerService.class, BreakerService::breakers).stream()
                .flatMap(List::stream)
                .toList();
        final RiskStatus gate = risk.gate();
        if (json) {
            System.out.println(Json.of(new Both(gate, rows)));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "trading is %s, %s mode%s; %,d plans approved, %,d refused%n",
                gate.halted() ? "HALTED" : "not halted",
                gate.mode().name().toLowerCase(Locale.ROOT),
                gate.armed() ? " ARMED" : "",
                gate.approved(),
                gate.refused());
        for (final Trip trip : gate.trips()) {
            System.out.println("  " + Instant.ofEpochSecond(trip.atNs() / SECOND) + " " + trip.breaker() + " by "
                    + trip.by() + ": " + trip.explanation());
        }
        if (gate.halted()) {
            System.out.println("  look into it, then alphapulse:risk reset");
        }
        table(gate, rows).print(System.out);
    }

    private static ShellTable table(RiskStatus gate, List<BreakerStatus> rows) {
        final ShellTable table = Tables.of(
                "no breakers are configured: etc/org.alphapulse.risk.breakers-main.cfg",
                "Breaker",
                "State",
                "Value",
                "Limit",
                "Unit",
                "Trips",
                "Monitor",
                "Note");
        for (final BreakerStatus row : rows) {
            final boolean tripped = gate.trips().stream()
                    .anyMatch(
                            trip -> trip.breaker() == row.breaker() && trip.by().equals(row.monitor()));
            table.addRow()
                    .addContent(
                            row.breaker(),
                            tripped ? "TRIPPED" : row.on() ? "closed" : "off",
                            row.observed(),
                            row.limit(),
                            row.unit(),
                            row.trips(),
                            row.monitor(),
                            row.note());
        }
        return table;
    }
}
