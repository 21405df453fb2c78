package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.VenueInfo;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** The venues at a glance. */
@Service
@Command(
        scope = "alphapulse",
        name = "venues",
        description = "Lists venues with their pools and order books, and how many of them may be traded.")
public final class VenuesCommand implements Action {
    @Reference
    private MarketService market;

    @Option(name = "--json", description = "Prints a JSON array.")
    private boolean json;

    @Override
    public Object execute() {
        final List<VenueInfo> rows = market.venues();
        if (json) {
            System.out.println(Json.of(rows));
            return null;
        }
        final ShellTable table = Tables.of(
                "no venue is known yet; alphapulse:plugins shows the collectors",
                "Venue",
                "Chain",
                "Block",
                "Pools",
                "Tradable",
                "Books",
                "Synced");
        for (final VenueInfo row : rows) {
            table.addRow()
                    .addContent(
                            row.venue(),
                            row.chainId() == 0 ? "" : row.chainId(),
                            row.block() < 0 ? "" : row.block(),
                            row.pools(),
                            row.tradablePools(),
                            row.books(),
                            row.syncedBooks());
        }
        table.print(System.out);
        return null;
    }
}
