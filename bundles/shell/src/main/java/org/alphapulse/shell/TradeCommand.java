package org.alphapulse.shell;

import org.alphapulse.api.risk.RiskService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Ends a halt. */
@Service
@Command(scope = "alphapulse", name = "trade", description = "Ends a halt, as alphapulse:risk reset does.")
public final class TradeCommand implements Action {
    @Reference
    private RiskService risk;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Object execute() {
        risk.reset();
        System.out.println(json ? Json.of(risk.gate()) : "trading is not halted");
        return null;
    }
}
