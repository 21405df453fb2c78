package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.plugin.PluginService;
import org.alphapulse.api.plugin.PluginStatus;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the ids of slots. */
@Service
public final class SlotCompleter implements Completer {
    @Reference
    private PluginService plugins;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(
                        plugins.plugins().stream().map(PluginStatus::id).toList())
                .complete(session, commandLine, candidates);
    }
}
