package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.ledger.Position;
import org.alphapulse.ledger.TradeLedger;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** Profit and loss. */
@Service
@Command(
        scope = "alphapulse",
        name = "positions",
        description = "Shows profit and loss by strategy, chain, account and token, from the whole ledger.")
public final class PositionsCommand implements Action {
    @Reference(optional = true)
    private TradeLedger ledger;

    @Reference(optional = true)
    private MarketService market;

    @Option(name = "--json", description = "Prints a JSON array.")
    private boolean json;

    @Override
    public Object execute() {
        final List<Position> rows = required(ledger).positions();
        if (json) {
            System.out.println(Json.of(rows));
            return null;
        }
        final Amounts amounts = new Amounts(market);
        final ShellTable table = Tables.of(
                "nothing was executed yet",
                "Strategy",
                "Chain",
                "Account",
                "Token",
                "Filled",
                "Reverted",
                "Open",
                "Profit",
                "Gas paid in coins");
        for (final Position row : rows) {
            table.addRow()
                    .addContent(
                            row.strategyId(),
                            row.chainId(),
                            row.account(),
                            amounts.symbol(row.token()),
                            row.filled(),
                            row.reverted(),
                            row.unsettled(),
                            amounts.of(row.profit(), row.token()),
                            Amounts.coins(row.gasWei()));
        }
        table.print(System.out);
        return null;
    }

    static TradeLedger required(TradeLedger ledger) {
        if (ledger == null) {
            throw new IllegalStateException(
                    "there is no ledger: write etc/org.alphapulse.ledger.cfg with directory = the folder of one");
        }
        return ledger;
    }
}
