package org.alphapulse.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverState;
import org.alphapulse.api.relay.RelayService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Writes messages to a file, for relay:inspect. */
@Service
@Command(
        scope = "relay",
        name = "record",
        description = "Writes every message of some topics to a file, each with its checksum, until --count or --for.")
public final class RelayRecordCommand implements Action {
    private static final int BACKLOG = 1 << 18;

    @Reference
    private RelayService relays;

    @Argument(name = "file", description = "File to write; must not exist.", required = true)
    @Completion(FileCompleter.class)
    private String file;

    @Argument(index = 1, name = "topics", description = "domain[/type[/venue[/chain]]], separated by commas.")
    @Completion(TopicsCompleter.class)
    private String topics = "market-data,signal,execution";

    @Option(name = "--count", description = "Ends after so many messages; 0 for no limit.")
    private long count;

    @Option(name = "--for", description = "Ends after so many seconds, at most 86400.")
    private double seconds = 10;

    @Option(
            name = "--snapshot",
            description = "Begins with the state of the market, as ./alphapulse replay needs it, before the messages.")
    private boolean snapshot;

    @Option(name = "--json", description = "Prints one JSON object.")
    private boolean json;

    /** What came of it. */
    private record Outcome(String file, long messages, long bytes) {}

    @Override
    public Object execute() throws IOException, InterruptedException {
        final Until until = new Until(count, seconds);
        try (MessageFileWriter writer = new MessageFileWriter(Path.of(file), count)) {
            final String lost;
            final ObserverSpec spec = ObserverSpec.lossless("record", topics, BACKLOG);
            try (Observer observer = snapshot ? relays.observeFromState(spec, writer) : relays.observe(spec, writer)) {
                while (until.remainingNs() > 0 && !writer.isDone() && live(observer)) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                lost = live(observer) ? "" : observer.status().reason();
            }
            final Outcome outcome = new Outcome(file, writer.messages(), writer.bytes());
            if (!lost.isEmpty()) {
                throw new IllegalStateException("recording ended after " + outcome.messages()
                        + " messages since the disk is too slow for these topics (" + lost
                        + "): record fewer topics. What was written has no hole.");
            }
            System.out.println(
                    json
                            ? Json.of(outcome)
                            : outcome.messages() + " messages, " + outcome.bytes() + " bytes in " + file
                                    + "; relay:inspect shows them");
        }
        return null;
    }

    private static boolean live(Observer observer) {
        return observer.status().state() != ObserverState.OVERFLOWED;
    }
}
