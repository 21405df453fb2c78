package org.alphapulse.protocol;

import org.agrona.MutableDirectBuffer;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/**
 * Renders messages as JSON, one object on one line, for people and tools.
 *
 * <p>Integers of up to 32 bits are numbers; anything wider, and every price and size, is a string, because most JSON
 * readers round numbers above 2^53. Codes are shown by name, flags as an array of names, ids in their text form, other
 * bytes in hexadecimal. Unknown types are shown as number and bytes. A message that is wrong is rendered as far as it
 * can be read, with {@code error}, {@code position} and {@code reason}. Not for the hot path; not thread safe.
 */
public final class MessageJson {
    private final MessageReader reader = new MessageReader();
    private final ValueJson values;

    /**
     * Makes a renderer.
     *
     * @param venues the names of venues
     */
    public MessageJson(final Venues venues) {
        values = new ValueJson(venues);
    }

    /** Makes a renderer with the standard venue names. */
    public MessageJson() {
        this(Venues.standard());
    }

    /**
     * Renders a message.
     *
     * @param buffer    holds the message
     * @param offset    of its first byte
     * @param available bytes from there on; the message may be shorter
     * @return one JSON object without a line end
     */
    public String render(final MutableDirectBuffer buffer, final int offset, final int available) {
        final StringBuilder out = new StringBuilder(512);
        render(buffer, offset, available, out);
        return out.toString();
    }

    /**
     * Renders a message.
     *
     * @param buffer    holds the message
     * @param offset    of its first byte
     * @param available bytes from there on; the message may be shorter
     * @param out       to append one JSON object to, without a line end
     */
    public void render(
            final MutableDirectBuffer buffer, final int offset, final int available, final StringBuilder out) {
        final int error = reader.wrap(buffer, offset, available);
        out.append('{');
        if (error == MessageErrors.OK) {
            header(reader.header(), out);
            tlvs(out);
        } else {
            error(error, reader.errorPosition(), out);
        }
        out.append('}');
    }

    private void tlvs(final StringBuilder out) {
        out.append(",\"tlvs\":[");
        int type = reader.next();
        for (String separator = ""; type > 0; separator = ",") {
            out.append(separator);
            tlv(type, out);
            type = reader.next();
        }
        out.append(']');
        if (type < 0) {
            out.append(',');
            error(type, reader.errorPosition(), out);
        }
    }

    private void tlv(final int type, final StringBuilder out) {
        final TypeSpec spec = MessageCatalogue.type(type);
        final int offset = reader.valueOffset();
        final int length = reader.valueLength();
        if (spec == null) {
            out.append("{\"type\":").append(type).append(",\"bytes\":");
            JsonText.hex(reader.buffer(), offset, length, out);
        } else {
            final int error = MessageValidator.checkSize(spec, reader.buffer(), offset, length);
            out.append("{\"type\":\"").append(spec.name()).append('"');
            if (error != MessageErrors.OK || spec.isReserved()) {
                out.append(",\"bytes\":");
                JsonText.hex(reader.buffer(), offset, length, out);
                if (error != MessageErrors.OK) {
                    out.append(',');
                    error(error, reader.valuePosition(), out);
                }
            } else {
                out.append(",\"fields\":");
                values.render(spec, reader.buffer(), offset, length, out);
            }
        }
        out.append('}');
    }

    private static void header(final HeaderFlyweight header, final StringBuilder out) {
        out.append("\"domain\":\"").append(Domains.name(header.domain()));
        out.append("\",\"source\":{\"role\":\"").append(SourceKinds.role(header.sourceKind()));
        out.append("\",\"kind\":").append(header.sourceKind());
        out.append(",\"instance\":").append(header.sourceInstance());
        out.append("},\"sequence\":\"").append(header.counter());
        out.append("\",\"timestampNs\":\"").append(Long.toUnsignedString(header.timestampNs()));
        out.append("\",\"flags\":").append(header.flags());
        out.append(",\"payloadSize\":").append(header.payloadSize());
        out.append(",\"checksum\":").append(Integer.toUnsignedString(header.checksum()));
    }

    private static void error(final int code, final int position, final StringBuilder out) {
        out.append("\"error\":\"").append(MessageErrors.name(code));
        out.append("\",\"position\":").append(position);
        out.append(",\"reason\":\"").append(MessageErrors.reason(code)).append('"');
    }
}
