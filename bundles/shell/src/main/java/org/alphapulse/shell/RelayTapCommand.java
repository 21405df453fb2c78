package org.alphapulse.shell;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.RelayService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Messages as they pass. */
@Service
@Command(
        scope = "relay",
        name = "tap",
        description =
                "Shows messages as they pass, until --count of them or --for so many seconds. Drops what is too fast to show.")
public final class RelayTapCommand implements Action {
    private static final int QUEUE = 4096;
    private static final long POLL_NS = 100_000_000;

    @Reference
    private RelayService relays;

    @Argument(
            name = "topics",
            description = "domain[/type[/venue[/chain]]], separated by commas, * for any; for example"
                    + " market-data/Quote/sim,execution")
    @Completion(TopicsCompleter.class)
    private String topics = "market-data,signal,execution";

    @Option(name = "--count", description = "Ends after so many messages; 0 for no limit.")
    private long count;

    @Option(name = "--for", description = "Ends after so many seconds, at most 86400.")
    private double seconds = 10;

    @Option(name = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Override
    public Object execute() throws InterruptedException {
        final Until until = new Until(count, seconds);
        final BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
        final AtomicLong unseen = new AtomicLong();
        final MessageLine line = new MessageLine(json);
        try (Observer tap = relays.observe(ObserverSpec.lossy("tap", topics), (buffer, offset, length) -> {
            if (lines.remainingCapacity() == 0) {
                unseen.incrementAndGet();
            } else {
                lines.add(line.of(buffer, offset, length));
            }
        })) {
            if (!json) {
                System.out.println(MessageLine.HEADING);
            }
            final long shown = print(lines, until);
            if (!json) {
                System.out.println(shown + " messages shown, " + (tap.status().dropped() + unseen.get())
                        + " passed too fast to be shown");
            }
        }
        return null;
    }

    private static long print(BlockingQueue<String> lines, Until until) throws InterruptedException {
        long shown = 0;
        long left;
        while ((left = until.remainingNs()) > 0) {
            final String next = lines.poll(Math.min(left, POLL_NS), TimeUnit.NANOSECONDS);
            if (next == null) {
                System.out.flush();
                continue;
            }
            System.out.println(next);
            shown++;
            if (!until.another()) {
                break;
            }
        }
        return shown;
    }
}
