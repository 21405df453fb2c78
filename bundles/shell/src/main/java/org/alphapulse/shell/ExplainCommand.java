package org.alphapulse.shell;

import java.time.Instant;
import java.util.Locale;
import org.alphapulse.api.opportunity.ExplainedHop;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.api.opportunity.OpportunityService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** Everything that led to the decision on an opportunity. */
@Service
@Command(
        scope = "alphapulse",
        name = "explain",
        description = "Explains an opportunity: its route and amounts, what it earns and costs, the state it rests on,"
                + " and why it was or was not acted on.")
public final class ExplainCommand implements Action {
    @Reference
    private OpportunityService opportunities;

    @Argument(
            name = "id",
            description = "Id from alphapulse:opportunities or of a plan, or last for the newest that was acted on.")
    @Completion(OpportunityCompleter.class)
    private String id = "last";

    @Option(name = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Object execute() {
        final ExplainedOpportunity o = opportunities
                .explain(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no opportunity " + id + " is known; alphapulse:opportunities lists those that are"));
        if (json) {
            System.out.println(Json.of(o));
            return null;
        }
        System.out.println(o.kind() + " " + o.id() + ": " + o.outcome() + ", " + o.reason());
        route(o);
        row("in", o.amountIn() + " of " + o.profitToken());
        row("out", o.amountOut());
        row("gross profit", o.grossProfit());
        row("loan", "- " + o.fundingFee() + ", " + o.funding() + (o.lender().isEmpty() ? "" : " of " + o.lender()));
        row("gas", "- " + o.gasCost() + ", " + o.gasUnits() + " at " + o.gasPriceWei() + " wei");
        row("net profit", o.netProfit());
        row("impact", percent(o.impactPpm()) + " on the worst hop");
        row("confidence", percent(o.confidencePpm()));
        row("state", "chain " + o.chainId() + ", block " + o.block() + " 0x" + o.blockHash() + ", log " + o.logIndex());
        row("", "market revision " + o.stateVersion() + ", message " + o.marketSequence());
        row("found at", instant(o.foundAtNs()) + ", good until " + instant(o.expiresAtNs()));
        return null;
    }

    private static void route(ExplainedOpportunity o) {
        final ShellTable table = new ShellTable();
        table.column("Hop");
        table.column("Pool");
        table.column("Sells");
        table.column("Amount");
        table.column("Buys");
        table.column("Amount");
        table.column("Fee");
        int number = 1;
        for (final ExplainedHop hop : o.hops()) {
            table.addRow()
                    .addContent(
                            number++,
                            hop.pool(),
                            hop.tokenIn(),
                            hop.amountIn(),
                            hop.tokenOut(),
                            hop.amountOut(),
                            percent(hop.feePpm()));
        }
        table.print(System.out);
    }

    private static void row(String name, Object value) {
        System.out.printf(Locale.ROOT, "%-13s %s%n", name, value);
    }

    private static String percent(long ppm) {
        return String.format(Locale.ROOT, "%.4f %%", ppm / 10_000.0);
    }

    private static Instant instant(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L));
    }
}
