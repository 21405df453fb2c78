package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.risk.RiskService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The kill switch. */
@Service
@Command(scope = "alphapulse", name = "halt", description = "Stops all trading at once, as alphapulse:risk trip does.")
public final class HaltCommand implements Action {
    @Reference
    private RiskService risk;

    @Argument(name = "reason", multiValued = true, description = "Words for the record.")
    private List<String> reason = List.of("by a person in the shell");

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Object execute() {
        risk.trip(String.join(" ", reason));
        System.out.println(json ? Json.of(risk.gate()) : "trading is halted; look into it, then alphapulse:risk reset");
        return null;
    }
}
