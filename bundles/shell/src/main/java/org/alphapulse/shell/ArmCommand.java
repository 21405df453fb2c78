package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The second key of live mode. */
@Service
@Command(
        scope = "alphapulse",
        name = "arm",
        description = "Lets plans through to executors in live mode, until alphapulse:disarm or a halt.")
public final class ArmCommand implements Action {
    @Reference
    private PluginAdminService admin;

    @Override
    public Object execute() {
        admin.arm();
        System.out.println("live trading is armed; alphapulse:disarm stops it, and so does a halt");
        return null;
    }
}
