package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ends the parking. */
@Service
@Command(scope = "alphapulse", name = "resume", description = "Delivers what a parked slot holds and goes on.")
public final class ResumeCommand extends SlotAction {
    @Override
    String act(PluginAdminService admin, String id) {
        return admin.resume(id);
    }
}
