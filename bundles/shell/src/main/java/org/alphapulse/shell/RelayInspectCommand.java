package org.alphapulse.shell;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** What a file of messages holds. */
@Service
@Command(
        scope = "relay",
        name = "inspect",
        description = "Shows the messages of a file, verifies their checksums, and says where it is damaged and why.")
public final class RelayInspectCommand implements Action {
    @Argument(name = "file", description = "A file of messages, as relay:record writes it.", required = true)
    @Completion(FileCompleter.class)
    private String file;

    @Option(name = "--count", description = "Shows so many messages; 0 for all.")
    private long count;

    @Option(name = "--quiet", description = "Shows the damage and the sums only.")
    private boolean quiet;

    @Option(name = "--json", description = "Prints one JSON object a line; the last one has the sums.")
    private boolean json;

    /** The sums. */
    private record Sums(String file, long bytes, long messages, long damagedPlaces, long damagedBytes) {}

    /** One damaged place. */
    private record Damage(long filePosition, long bytes, String error) {}

    @Override
    public Object execute() throws IOException {
        final Printer printer = new Printer();
        try (MessageFile messages = new MessageFile(Path.of(file))) {
            if (!json && !quiet) {
                System.out.println(MessageLine.HEADING);
            }
            messages.read(printer);
            final Sums sums =
                    new Sums(file, messages.size(), printer.messages, printer.damagedPlaces, printer.damagedBytes);
            System.out.println(
                    json
                            ? Json.of(sums)
                            : sums.messages() + " messages, " + sums.damagedPlaces() + " damaged places of "
                                    + sums.damagedBytes() + " bytes together, in " + sums.bytes() + " bytes");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " does not exist; relay:record writes one", e);
        }
        return null;
    }

    private final class Printer implements MessageFile.Visitor {
        private final MessageLine line = new MessageLine(json);
        private long messages;
        private long damagedPlaces;
        private long damagedBytes;

        @Override
        public boolean onMessage(long position, MutableDirectBuffer buffer, int offset, int length) {
            messages++;
            if (!quiet) {
                System.out.println(line.of(buffer, offset, length));
            }
            return messages != count;
        }

        @Override
        public boolean onDamage(long position, long bytes, String reason) {
            damagedPlaces++;
            damagedBytes += bytes;
            System.out.println(
                    json
                            ? Json.of(new Damage(position, bytes, reason))
                            : "damaged at file byte " + position + ", " + bytes + " bytes passed over: " + reason);
            return true;
        }
    }
}
