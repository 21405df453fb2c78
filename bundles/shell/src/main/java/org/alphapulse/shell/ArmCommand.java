package org.alphapulse.shell;

import org.alphapulse.api.risk.RiskService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
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
    private RiskService risk;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Object execute() {
        risk.arm();
        System.out.println(
                json ? Json.of(risk.gate()) : "live trading is armed; alphapulse:disarm stops it, and so does a halt");
        return null;
    }
}
