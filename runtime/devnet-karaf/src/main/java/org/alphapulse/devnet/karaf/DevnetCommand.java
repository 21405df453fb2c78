package org.alphapulse.devnet.karaf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.apache.karaf.shell.support.table.ShellTable;

/** The local chains at a glance, and the faults that can be asked of them. */
@Service
@Command(
        scope = "alphapulse",
        name = "devnet",
        description =
                "Shows the local chains, or does something to one: reorg CHAIN DEPTH, mine CHAIN BLOCKS, drop CHAIN,"
                        + " silence CHAIN on|off, refuse CHAIN on|off, oracle CHAIN SYMBOL USD; describe prints all there is on them.")
public final class DevnetCommand implements Action {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Reference(optional = true)
    private DevnetComponent devnet;

    @Argument(
            name = "command",
            description = "What to do and its arguments; nothing shows the chains.",
            multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"reorg", "mine", "drop", "silence", "refuse", "oracle", "describe"})
    private List<String> words;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Object execute() throws JsonProcessingException {
        if (devnet == null) {
            throw new IllegalStateException(
                    "no local chain is configured: write etc/org.alphapulse.devnet.karaf.cfg, for example with the line chains = 1");
        }
        final boolean list = words == null || words.isEmpty();
        final Map<String, Object> answer =
                devnet.console().obey(list ? new String[] {"stats"} : words.toArray(String[]::new));
        if (answer.containsKey("error")) {
            throw new IllegalStateException(answer.get("error").toString());
        }
        if (list && !json) {
            print((List<?>) answer.get("chains"));
        } else {
            System.out.println(JSON.writeValueAsString(answer));
        }
        return null;
    }

    private static void print(List<?> chains) {
        final ShellTable table = new ShellTable();
        final String[] keys = {"id", "block", "pools", "ws", "http", "ipc", "clients", "swaps"};
        for (final String column :
                List.of("Chain", "Block", "Pools", "WebSocket", "HTTP", "Socket", "Clients", "Swaps")) {
            table.column(column);
        }
        for (final Object chain : chains) {
            final Object[] cells = new Object[keys.length];
            for (int i = 0; i < keys.length; i++) {
                cells[i] = ((Map<?, ?>) chain).containsKey(keys[i]) ? ((Map<?, ?>) chain).get(keys[i]) : "";
            }
            table.addRow().addContent(cells);
        }
        table.print(System.out);
    }
}
