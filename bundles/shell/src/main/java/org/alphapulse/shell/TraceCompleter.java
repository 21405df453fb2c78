package org.alphapulse.shell;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.api.relay.TraceService;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes trace ids. */
@Service
public final class TraceCompleter implements Completer {
    private static final int OFFERED = 20;

    @Reference
    private TraceService traces;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        final List<String> ids = new ArrayList<>(traces.recent(OFFERED));
        ids.add("last");
        return new StringsCompleter(ids).complete(session, commandLine, candidates);
    }
}
