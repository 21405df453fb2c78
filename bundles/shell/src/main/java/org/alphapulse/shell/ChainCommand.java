package org.alphapulse.shell;

import java.util.List;
import java.util.Locale;
import org.alphapulse.chain.ChainService;
import org.alphapulse.chain.ChainStatus;
import org.alphapulse.chain.NodeStatus;
import org.alphapulse.chain.RestartStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.osgi.framework.BundleContext;

/** The chains that are collected. */
@Service
@Command(
        scope = "alphapulse",
        name = "chain",
        description =
                "Shows the head, lag, reorganisations and endpoints of the chains that are collected, and how they began.")
public final class ChainCommand implements Action {
    @Reference
    private BundleContext context;

    @Argument(name = "chain", description = "Name or id of one chain; all if left out.")
    @Completion(ChainCompleter.class)
    private String wanted;

    @Option(name = "--json", description = "Prints a JSON array.")
    private boolean json;

    /** A chain with its endpoints; {@code lagMs} is the age of the head by its own time, -1 before the first. */
    private record Row(ChainStatus chain, long lagMs, List<NodeStatus> endpoints) {}

    @Override
    public Object execute() {
        final List<Row> rows = Services.ask(context, ChainService.class, ChainCommand::row).stream()
                .filter(this::isWanted)
                .toList();
        if (rows.isEmpty()) {
            throw new IllegalStateException(
                    wanted == null
                            ? "no chain is collected: install alphapulse-evm and configure org.alphapulse.collector.evm"
                            : "chain " + wanted + " is not collected; alphapulse:chain shows those that are");
        }
        if (json) {
            System.out.println(Json.of(rows));
        } else {
            rows.forEach(ChainCommand::print);
        }
        return null;
    }

    private static Row row(ChainService service) {
        final ChainStatus now = service.status();
        final long lag = now.headTimeSeconds() == 0
                ? -1
                : Math.max(0, System.currentTimeMillis() - 1_000 * now.headTimeSeconds());
        return new Row(now, lag, service.nodes());
    }

    private boolean isWanted(Row row) {
        final ChainStatus now = row.chain();
        return wanted == null || wanted.equals(now.name()) || wanted.equals(Long.toString(now.chainId()));
    }

    private static String restart(RestartStatus restart) {
        return switch (restart.outcome()) {
            case "WAITING" -> "waits for the replay of what has happened since block " + restart.block();
            case "RESTORED" ->
                String.format(
                        Locale.ROOT,
                        "began with %,d pools as they were at block %d: read in %,d ms, %,d blocks with %,d logs replayed in %,d ms",
                        restart.pools(),
                        restart.block(),
                        restart.readMs(),
                        restart.blocks(),
                        restart.logs(),
                        restart.replayMs());
            case "REFUSED" -> "began by reading all pools: " + restart.reason();
            default -> "";
        };
    }

    private static void print(Row row) {
        final ChainStatus now = row.chain();
        System.out.printf(
                Locale.ROOT,
                "%s (%d): head %s, lag %s, %d of %d pools told, %,d logs, %d holds, %d reorganisations, %d disconnects, %d gaps, %d divergences%n",
                now.name(),
                now.chainId(),
                now.headBlock() < 0 ? "unknown" : Long.toString(now.headBlock()),
                row.lagMs() < 0 ? "unknown" : row.lagMs() + " ms",
                now.loadedPools(),
                now.pools(),
                now.logs(),
                now.holds(),
                now.reorgs(),
                now.disconnects(),
                now.gaps(),
                now.divergences());
        if (!now.problem().isEmpty()) {
            System.out.println("  " + now.problem());
        }
        final String restart = restart(now.restart());
        if (!restart.isEmpty()) {
            System.out.println("  " + restart);
        }
        final ShellTable table = Tables.of(
                "no endpoints", "Endpoint", "Listened to", "State", "Latency us", "Calls", "Failures", "Reason");
        for (final NodeStatus node : row.endpoints()) {
            table.addRow()
                    .addContent(
                            node.name(),
                            node.name().equals(now.node()) ? "yes" : "",
                            node.state(),
                            node.latencyUs(),
                            node.calls(),
                            node.failures(),
                            node.reason());
        }
        table.print(System.out);
    }
}
