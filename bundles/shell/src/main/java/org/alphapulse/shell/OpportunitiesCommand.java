package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.api.opportunity.OpportunityService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** What strategies looked at lately. */
@Service
@Command(
        scope = "alphapulse",
        name = "opportunities",
        description =
                "Lists the opportunities that strategies looked at lately, newest first, with what became of each.")
public final class OpportunitiesCommand implements Action {
    private static final int KEPT = 1024;

    @Reference
    private OpportunityService opportunities;

    @Option(name = "--count", description = "How many, 1 to 1024.")
    private int count = 20;

    @Option(name = "--sent", description = "Only those that were acted on.")
    private boolean sent;

    @Option(name = "--json", description = "Prints a JSON array with everything about each.")
    private boolean json;

    @Override
    public Object execute() {
        if (count < 1 || count > KEPT) {
            throw new IllegalArgumentException("--count=" + count + " is not allowed; allowed is 1 to " + KEPT);
        }
        final List<ExplainedOpportunity> rows = opportunities.recent(KEPT).stream()
                .filter(row -> !sent || row.outcome().equals("SENT"))
                .limit(count)
                .toList();
        if (json) {
            System.out.println(Json.of(rows));
            return null;
        }
        final ShellTable table = new ShellTable();
        for (final String column : List.of("Id", "Kind", "Outcome", "Hops", "Net", "Gross", "In", "Token", "Block")) {
            table.column(column);
        }
        for (final ExplainedOpportunity row : rows) {
            table.addRow()
                    .addContent(
                            row.id(),
                            row.kind(),
                            row.outcome(),
                            row.hops().size(),
                            row.netProfit(),
                            row.grossProfit(),
                            row.amountIn(),
                            row.profitToken(),
                            row.block());
        }
        table.print(System.out);
        return null;
    }
}
