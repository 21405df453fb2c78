package org.alphapulse.engine.relay;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/**
 * A compiled topic list: relay domain, type of the first TLV, and the venue and chain of the instrument id that a market message
 * begins with. Matching reads at most three fields and allocates nothing.
 */
public final class Topics {
    private static final int EXTENDED = 255;

    private final String text;
    private final int domains;
    private final long[] types = new long[4 * 5];
    private final int[] venues;
    private final long[] chains;

    private Topics(String text, int domains, int[] venues, long[] chains) {
        this.text = text;
        this.domains = domains;
        this.venues = venues;
        this.chains = chains;
    }

    /** Parses {@code domain[/type[/venue[/chain]]]}, separated by commas; {@code *} stands for any. */
    public static Topics parse(String text) {
        int domains = 0;
        final List<Integer> venues = new ArrayList<>();
        final List<Long> chains = new ArrayList<>();
        final long[] types = new long[4 * 5];
        boolean anyVenue = false;
        for (final String topic : text.split(",")) {
            final String[] parts = topic.trim().split("/");
            final int domain = domain(parts[0]);
            domains |= 1 << domain;
            addType(types, domain, parts.length > 1 ? parts[1] : "*");
            final boolean any = parts.length < 3 || "*".equals(parts[2]);
            anyVenue |= any && parts.length < 4;
            venues.add(any ? -1 : venue(parts[2]));
            chains.add(parts.length < 4 || "*".equals(parts[3]) ? -1L : Long.parseLong(parts[3]));
        }
        final Topics topics = new Topics(
                text,
                domains,
                anyVenue
                        ? new int[0]
                        : venues.stream().mapToInt(Integer::intValue).toArray(),
                anyVenue
                        ? new long[0]
                        : chains.stream().mapToLong(Long::longValue).toArray());
        System.arraycopy(types, 0, topics.types, 0, types.length);
        return topics;
    }

    private static void addType(long[] types, int domain, String name) {
        if ("*".equals(name)) {
            for (int i = 0; i < 4; i++) {
                types[domain * 4 + i] = -1L;
            }
        } else {
            final int type = type(name);
            types[domain * 4 + (type >>> 6)] |= 1L << (type & 63);
        }
    }

    private static int domain(String name) {
        for (int domain = Domains.MARKET_DATA; domain <= Domains.SYSTEM; domain++) {
            if (Domains.name(domain).equals(name)) {
                return domain;
            }
        }
        throw new IllegalArgumentException("topics: relay domain " + name
                + " is not known; allowed is one of market-data, signal, execution, system");
    }

    private static int type(String name) {
        for (final TypeSpec spec : MessageCatalogue.types()) {
            if (spec.name().equals(name)) {
                return spec.type();
            }
        }
        throw new IllegalArgumentException(
                "topics: message type " + name + " is not known; the protocol reference lists them");
    }

    private static int venue(String name) {
        final int code = Venues.standard().code(name);
        if (code == 0) {
            throw new IllegalArgumentException("topics: venue " + name + " is not known");
        }
        return code;
    }

    /** Whether messages of a domain can match at all. */
    public boolean includes(int domain) {
        return (domains & 1 << domain) != 0;
    }

    /** Whether a message matches. */
    public boolean matches(DirectBuffer buffer, int offset) {
        final int domain = buffer.getByte(offset + HeaderFlyweight.DOMAIN_OFFSET) & 0xff;
        if (domain > 4 || !includes(domain)) {
            return false;
        }
        final int first = offset + HeaderFlyweight.LENGTH;
        final int code = buffer.getByte(first) & 0xff;
        final int type = code == EXTENDED ? buffer.getByte(first + 2) & 0xff : code;
        if ((types[domain * 4 + (type >>> 6)] & 1L << (type & 63)) == 0) {
            return false;
        }
        return venues.length == 0 || matchesInstrument(buffer, first + (code == EXTENDED ? 5 : 2));
    }

    private boolean matchesInstrument(DirectBuffer buffer, int value) {
        final int venue = buffer.getShort(value, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        final long chain = buffer.getInt(value + 4, ByteOrder.LITTLE_ENDIAN) & 0xffffffffL;
        for (int i = 0; i < venues.length; i++) {
            if ((venues[i] < 0 || venues[i] == venue) && (chains[i] < 0 || chains[i] == chain)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topics topics && topics.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
