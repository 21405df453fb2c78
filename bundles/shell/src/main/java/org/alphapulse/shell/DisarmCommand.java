package org.alphapulse.shell;

import org.alphapulse.api.risk.RiskService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes the second key of live mode out. */
@Service
@Command(scope = "alphapulse", name = "disarm", description = "Stops plans in live mode before they reach an executor.")
public final class DisarmCommand implements Action {
    @Reference
    private RiskService risk;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Object execute() {
        risk.disarm();
        System.out.println(json ? Json.of(risk.gate()) : "live trading is not armed");
        return null;
    }
}
