package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.chain.ChainService;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of chains. */
@Service
public final class ChainCompleter implements Completer {
    @Reference
    private List<ChainService> chains;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(
                        chains.stream().map(chain -> chain.status().name()).toList())
                .complete(session, commandLine, candidates);
    }
}
