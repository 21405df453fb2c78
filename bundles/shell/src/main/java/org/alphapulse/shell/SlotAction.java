package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;

/** A command that changes one slot and says in one line what happened. */
abstract class SlotAction implements Action {
    @Reference
    private PluginAdminService admin;

    @Argument(name = "slot", description = "Id of the slot, as alphapulse:plugins shows it.", required = true)
    @Completion(SlotCompleter.class)
    private String id;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    abstract String act(PluginAdminService service, String slot);

    @Override
    public final Object execute() {
        final String line = act(admin, id);
        System.out.println(json ? "{\"slot\":" + Json.of(id) + ",\"result\":" + Json.of(line) + "}" : line);
        return null;
    }
}
