package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.VenueInfo;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of venues. */
@Service
public final class VenueCompleter implements Completer {
    @Reference
    private MarketService market;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(market.venues().stream()
                        .map(VenueInfo::venue)
                        .distinct()
                        .toList())
                .complete(session, commandLine, candidates);
    }
}
