package org.alphapulse.shell;

import java.util.Locale;
import org.alphapulse.api.market.MarketStatus;
import org.alphapulse.api.plugin.EngineStatus;
import org.alphapulse.api.plugin.PluginService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The engine at a glance. */
@Service
@Command(
        scope = "alphapulse",
        name = "status",
        description = "Shows what the engine does and what keeps it from trading.")
public final class StatusCommand implements Action {
    @Reference
    private PluginService plugins;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Object execute() {
        final EngineStatus now = plugins.status();
        if (json) {
            System.out.println(Json.of(now));
            return null;
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %s mode%s, up %d s%n",
                now.ready() ? "READY" : now.state(),
                now.mode().name().toLowerCase(Locale.ROOT),
                now.armed() ? " ARMED" : "",
                now.uptimeNs() / 1_000_000_000L);
        if (!now.reason().isEmpty()) {
            System.out.println("  " + now.reason());
        }
        System.out.printf(
                Locale.ROOT,
                "  %,d market messages received, %,d messages published, %d plugins%n",
                now.received(),
                now.published(),
                now.plugins());
        final MarketStatus market = now.market();
        System.out.printf(
                Locale.ROOT,
                "  began with %s, %,d events refused, %,d messages malformed%n",
                switch (market.kept()) {
                    case "READ" -> String.format(Locale.ROOT, "the %,d pools that were kept", market.keptPools());
                    case "REFUSED" -> "an empty market: " + market.reason();
                    default -> "an empty market";
                },
                market.refused(),
                market.malformed());
        return null;
    }
}
