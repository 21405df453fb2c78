package org.alphapulse.shell;

import java.util.List;
import org.alphapulse.api.plugin.PluginService;
import org.alphapulse.api.plugin.PluginStatus;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** The plugin table. */
@Service
@Command(
        scope = "alphapulse",
        name = "plugins",
        description = "Lists plugins with state, version, slot, lag and faults.")
public final class PluginsCommand implements Action {
    @Reference
    private PluginService plugins;

    @Option(name = "--json", description = "Prints a JSON array.")
    private boolean json;

    @Override
    public Object execute() {
        final List<PluginStatus> rows = plugins.plugins();
        if (json) {
            System.out.println(Json.of(rows));
            return null;
        }
        final ShellTable table = new ShellTable();
        for (final String column : List.of(
                "Slot",
                "Kind",
                "State",
                "Role",
                "Version",
                "Delivery",
                "Delivered",
                "Lag",
                "Dropped",
                "Faults",
                "Swaps",
                "Reason")) {
            table.column(column);
        }
        for (final PluginStatus row : rows) {
            table.addRow()
                    .addContent(
                            row.id(),
                            row.kind(),
                            row.state(),
                            row.role(),
                            row.version(),
                            row.delivery(),
                            row.delivered(),
                            row.lag(),
                            row.dropped(),
                            row.faults(),
                            row.swaps(),
                            row.reason());
        }
        table.print(System.out);
        return null;
    }
}
