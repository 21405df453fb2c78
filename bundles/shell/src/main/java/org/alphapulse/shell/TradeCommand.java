package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ends a halt. */
@Service
@Command(scope = "alphapulse", name = "trade", description = "Ends a halt: plans are decided on again.")
public final class TradeCommand implements Action {
    @Reference
    private PluginAdminService admin;

    @Override
    public Object execute() {
        admin.resumeTrading();
        System.out.println("trading is no longer halted");
        return null;
    }
}
