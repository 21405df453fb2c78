package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes the second key of live mode out. */
@Service
@Command(scope = "alphapulse", name = "disarm", description = "Stops plans in live mode before they reach an executor.")
public final class DisarmCommand implements Action {
    @Reference
    private PluginAdminService admin;

    @Override
    public Object execute() {
        admin.disarm();
        System.out.println("live trading is not armed");
        return null;
    }
}
