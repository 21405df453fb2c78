package org.alphapulse.shell;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.PoolInfo;
import org.alphapulse.api.market.TokenInfo;
import org.alphapulse.api.market.VenueInfo;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** The pools, and why some may not be traded. */
@Service
@Command(
        scope = "alphapulse",
        name = "pools",
        description = "Lists pools with price, last block, whether they may be traded, and if not, why.")
public final class PoolsCommand implements Action {
    @Reference
    private MarketService market;

    @Option(name = "--venue", description = "Only pools of this venue.")
    @Completion(VenueCompleter.class)
    private String venue;

    @Option(name = "--token", description = "Only pools of this token: a symbol, an address or an id.")
    @Completion(TokenCompleter.class)
    private String token;

    @Option(name = "--untradable", description = "Only pools that may not be traded.")
    private boolean untradable;

    @Option(name = "--limit", description = "At most so many, 0 for all.")
    private int limit = 100;

    @Option(name = "--json", description = "Prints a JSON array.")
    private boolean json;

    @Override
    public Object execute() {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit=" + limit + " is not allowed; allowed is 0 (all) or more");
        }
        final List<PoolInfo> found = find();
        final List<PoolInfo> rows = limit == 0 || found.size() <= limit ? found : found.subList(0, limit);
        if (json) {
            System.out.println(Json.of(rows));
            return null;
        }
        final ShellTable table = Tables.of(
                "no pool matches; alphapulse:venues shows what there is",
                "Pool",
                "Venue",
                "Fee %",
                "Price",
                "Block",
                "Tradable",
                "Id");
        for (final PoolInfo row : rows) {
            table.addRow()
                    .addContent(
                            row.name(),
                            row.venue(),
                            row.feePpm() / 1e4,
                            row.price() == 0 ? "" : String.format(Locale.ROOT, "%.6g", row.price()),
                            row.lastBlock() < 0 ? "" : row.lastBlock(),
                            row.tradable() ? "yes" : row.reason(),
                            row.id());
        }
        table.print(System.out);
        if (rows.size() < found.size()) {
            System.out.println(rows.size() + " of " + found.size() + " pools; --limit 0 shows all");
        }
        return null;
    }

    private List<PoolInfo> find() {
        if (venue != null && market.venues().stream().map(VenueInfo::venue).noneMatch(venue::equals)) {
            throw new IllegalArgumentException(
                    "no venue " + venue + " is known; alphapulse:venues shows those that are");
        }
        final Set<String> tokens = token == null ? Set.of() : tokens();
        return market.pools().stream()
                .filter(pool -> venue == null || pool.venue().equals(venue))
                .filter(pool -> token == null || tokens.contains(pool.token0()) || tokens.contains(pool.token1()))
                .filter(pool -> !untradable || !pool.tradable())
                .toList();
    }

    private Set<String> tokens() {
        final String wanted = token.toLowerCase(Locale.ROOT);
        final Set<String> ids = market.tokens().stream()
                .filter(known -> known.symbol().equalsIgnoreCase(wanted)
                        || known.id().toLowerCase(Locale.ROOT).equals(wanted)
                        || known.id().toLowerCase(Locale.ROOT).endsWith(":" + wanted))
                .map(TokenInfo::id)
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("no pool of token " + token + " is known; alphapulse:pools shows all");
        }
        return ids;
    }
}
