package org.alphapulse.shell;

import org.alphapulse.api.plugin.EngineStatus;
import org.alphapulse.api.plugin.PluginService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The readiness check. */
@Service
@Command(
        scope = "alphapulse",
        name = "ready",
        description = "Succeeds when the system is up, else fails and says what is missing.")
public final class ReadyCommand implements Action {
    @Reference
    private PluginService plugins;

    @Option(name = "--json", description = "Prints one JSON object and does not fail.")
    private boolean json;

    @Override
    public Object execute() {
        final EngineStatus now = plugins.status();
        if (json) {
            System.out.println("{\"ready\":" + now.ready() + ",\"reason\":" + Json.of(now.reason()) + "}");
        } else if (!now.ready()) {
            throw new IllegalStateException("not ready: " + now.reason());
        } else {
            System.out.println("READY");
        }
        return null;
    }
}
