package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Blue to green. */
@Service
@Command(
        scope = "alphapulse",
        name = "swap",
        description = "Lets the version that waits beside the acting one take over between two events.")
public final class SwapCommand extends SlotAction {
    @Override
    String act(PluginAdminService admin, String id) {
        return admin.swap(id);
    }
}
