package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Green to blue. */
@Service
@Command(
        scope = "alphapulse",
        name = "rollback",
        description = "Lets the version that acted before the last swap act again.")
public final class RollbackCommand extends SlotAction {
    @Override
    String act(PluginAdminService admin, String id) {
        return admin.rollback(id);
    }
}
