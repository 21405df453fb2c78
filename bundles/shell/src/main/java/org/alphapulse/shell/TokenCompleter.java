package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.TokenInfo;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the symbols of tokens. */
@Service
public final class TokenCompleter implements Completer {
    @Reference
    private MarketService market;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(market.tokens().stream()
                        .map(TokenInfo::symbol)
                        .filter(symbol -> !symbol.isEmpty())
                        .distinct()
                        .toList())
                .complete(session, commandLine, candidates);
    }
}
