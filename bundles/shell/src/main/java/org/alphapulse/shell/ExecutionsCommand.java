package org.alphapulse.shell;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** What was executed. */
@Service
@Command(
        scope = "alphapulse",
        name = "executions",
        description = "Lists the newest executions of the ledger with their results, newest first.")
public final class ExecutionsCommand implements Action {
    private static final long SECOND = 1_000_000_000L;
    private static final int MAX = 10_000;

    @Reference(optional = true)
    private TradeLedger ledger;

    @Reference(optional = true)
    private MarketService market;

    @Option(name = "--limit", description = "At most so many, 1 to 10000.")
    private int limit = 20;

    @Option(name = "--json", description = "Prints a JSON array.")
    private boolean json;

    /** One execution. */
    private record Row(
            long entry,
            long createdAtNs,
            long strategyId,
            long chainId,
            String account,
            long planId,
            long signalId,
            String result,
            String token,
            BigInteger expectedProfit,
            BigInteger profit,
            BigInteger gasWei,
            long blockNumber,
            String transactionHash,
            int replacements,
            String reason) {}

    @Override
    public Object execute() {
        final TradeLedger known = PositionsCommand.required(ledger);
        if (limit < 1 || limit > MAX) {
            throw new IllegalArgumentException("--limit=" + limit + " is not allowed; allowed is 1 to " + MAX);
        }
        final List<Row> rows = new ArrayList<>();
        known.newest(limit).forEach(entry -> rows.add(row(entry)));
        Collections.reverse(rows);
        if (json) {
            System.out.println(Json.of(rows));
            return null;
        }
        final Amounts amounts = new Amounts(market);
        final ShellTable table = Tables.of(
                "nothing was executed yet",
                "Entry",
                "Time",
                "Strategy",
                "Result",
                "Profit",
                "Expected",
                "Gas",
                "Block",
                "Account",
                "Transaction",
                "Reason");
        for (final Row row : rows) {
            table.addRow()
                    .addContent(
                            row.entry(),
                            Instant.ofEpochSecond(row.createdAtNs() / SECOND),
                            row.strategyId(),
                            row.result(),
                            amounts.of(row.profit(), row.token()),
                            amounts.of(row.expectedProfit(), row.token()),
                            Amounts.coins(row.gasWei()),
                            row.blockNumber() == 0 ? "" : row.blockNumber(),
                            row.account(),
                            row.transactionHash(),
                            row.reason());
        }
        table.print(System.out);
        return null;
    }

    private static Row row(LedgerEntry entry) {
        final Planned plan = entry.plan();
        final Settlement end = entry.settlement().orElse(null);
        return new Row(
                entry.entry(),
                plan.createdAtNs(),
                plan.strategyId(),
                plan.chainId(),
                plan.account(),
                plan.planId(),
                plan.signalId(),
                end == null ? "OPEN" : end.outcome().name(),
                plan.profitToken(),
                plan.expectedProfit(),
                end == null ? BigInteger.ZERO : end.profit(),
                end == null
                        ? BigInteger.ZERO
                        : BigInteger.valueOf(end.gasUsed()).multiply(BigInteger.valueOf(end.gasPriceWei())),
                end == null ? 0 : end.blockNumber(),
                end == null ? plan.transactionHash() : end.transactionHash(),
                entry.replacements().size(),
                end == null ? "" : end.reason());
    }
}
