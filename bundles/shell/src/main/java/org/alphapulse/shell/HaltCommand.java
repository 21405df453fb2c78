package org.alphapulse.shell;

import org.alphapulse.api.plugin.PluginAdminService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The kill switch. */
@Service
@Command(scope = "alphapulse", name = "halt", description = "Stops all trading at once, until alphapulse:trade.")
public final class HaltCommand implements Action {
    @Reference
    private PluginAdminService admin;

    @Argument(name = "reason", description = "One line for the record.")
    private String reason = "by a person in the shell";

    @Override
    public Object execute() {
        admin.halt(reason);
        System.out.println("trading is halted; alphapulse:trade resumes it");
        return null;
    }
}
