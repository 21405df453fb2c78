package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Parks a slot. */
@Service
@Command(scope = "alphapulse", name = "park", description = "Holds a slot's messages back, in order, until resume.")
public final class ParkCommand extends SlotAction {
    @Override
    String act(PluginAdminService admin, String id) {
        return admin.park(id);
    }
}
