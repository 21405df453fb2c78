package org.alphapulse.shell;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.api.opportunity.OpportunityService;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes ids of opportunities. */
@Service
public final class OpportunityCompleter implements Completer {
    private static final int OFFERED = 20;

    @Reference
    private OpportunityService opportunities;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        final List<String> ids = new ArrayList<>();
        for (final ExplainedOpportunity row : opportunities.recent(OFFERED)) {
            ids.add(Long.toString(row.id()));
        }
        ids.add("last");
        return new StringsCompleter(ids).complete(session, commandLine, candidates);
    }
}
