package org.alphapulse.shell;

import java.time.Instant;
import java.util.Locale;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageJson;
import org.alphapulse.protocol.SourceKinds;

/** Renders a message on one line, as JSON or as a row for people. One thread. */
final class MessageLine {
    static final String HEADING = String.format(
            Locale.ROOT, "%-30s %-11s %-14s %12s %-3s %s", "Time", "Domain", "Source", "Sequence", "", "Content");

    private final MessageJson renderer = new MessageJson();
    private final HeaderFlyweight header = new HeaderFlyweight();
    private final boolean json;

    MessageLine(boolean json) {
        this.json = json;
    }

    String of(MutableDirectBuffer buffer, int offset, int length) {
        final String whole = renderer.render(buffer, offset, length);
        if (json) {
            return whole;
        }
        header.wrap(buffer, offset);
        final int tlvs = whole.indexOf("\"tlvs\":");
        final String content = tlvs < 0 ? whole : whole.substring(tlvs + "\"tlvs\":".length(), whole.length() - 1);
        return String.format(
                Locale.ROOT,
                "%-30s %-11s %-14s %12d %-3s %s",
                Instant.ofEpochSecond(
                        Math.floorDiv(header.timestampNs(), 1_000_000_000L),
                        Math.floorMod(header.timestampNs(), 1_000_000_000L)),
                Domains.name(header.domain()),
                SourceKinds.role(header.sourceKind()) + "/" + header.sourceInstance(),
                header.counter(),
                flags(header.flags()),
                content.replace("\"", ""));
    }

    private static String flags(int flags) {
        return ((flags & HeaderFlags.TRACED) != 0 ? "T" : "") + ((flags & HeaderFlags.REPLAYED) != 0 ? "R" : "");
    }
}
