package org.alphapulse.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.GroupSpec;
import org.alphapulse.protocol.catalogue.NamedCode;
import org.alphapulse.protocol.catalogue.TailSpec;
import org.alphapulse.protocol.catalogue.TypeSpec;

/** Renders the value of a TLV whose size is right, by what the catalogue says of its type. */
final class ValueJson {
    private static final int DECIMALS = 8;

    private final Venues venues;
    private final InstrumentIdFlyweight instrument = new InstrumentIdFlyweight();

    ValueJson(final Venues venues) {
        this.venues = venues;
    }

    void render(
            final TypeSpec spec,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final StringBuilder out) {
        out.append('{');
        fields(spec.fields(), buffer, offset, out);
        final int end = offset + length;
        final int behind = offset + spec.blockLength();
        spec.group().ifPresent(group -> group(group, buffer, behind, end, out));
        spec.tail().ifPresent(tail -> tail(tail, buffer, behind, end, out));
        out.append('}');
    }

    private void group(
            final GroupSpec group, final DirectBuffer buffer, final int start, final int end, final StringBuilder out) {
        out.append(",\"").append(group.name()).append("s\":[");
        for (int at = start; at < end; at += group.entryLength()) {
            out.append(at == start ? "{" : ",{");
            fields(group.fields(), buffer, at, out);
            out.append('}');
        }
        out.append(']');
    }

    private static void tail(
            final TailSpec tail, final DirectBuffer buffer, final int start, final int end, final StringBuilder out) {
        out.append(",\"").append(tail.name()).append("\":");
        if (tail.text()) {
            final byte[] bytes = new byte[end - start];
            buffer.getBytes(start, bytes);
            JsonText.string(new String(bytes, StandardCharsets.UTF_8), out);
        } else {
            JsonText.hex(buffer, start, end - start, out);
        }
    }

    private void fields(
            final List<FieldSpec> fields, final DirectBuffer buffer, final int offset, final StringBuilder out) {
        String separator = "";
        for (final FieldSpec field : fields) {
            if (field.kind() != FieldKind.COUNT) {
                out.append(separator).append('"').append(field.name()).append("\":");
                field(field, buffer, offset + field.offset(), out);
                separator = ",";
            }
        }
    }

    private void field(final FieldSpec field, final DirectBuffer buffer, final int at, final StringBuilder out) {
        final FieldKind kind = field.kind();
        switch (kind) {
            case U8 -> out.append(buffer.getByte(at) & 0xFF);
            case U16, COUNT, PART -> out.append(buffer.getShort(at, TlvFlyweight.ORDER) & 0xFFFF);
            case U32 -> out.append(Integer.toUnsignedString(buffer.getInt(at, TlvFlyweight.ORDER)));
            case I32 -> out.append(buffer.getInt(at, TlvFlyweight.ORDER));
            case U64, TIME -> quote(Long.toUnsignedString(buffer.getLong(at, TlvFlyweight.ORDER)), out);
            case FIXED8 ->
                quote(
                        BigDecimal.valueOf(buffer.getLong(at, TlvFlyweight.ORDER), DECIMALS)
                                .toPlainString(),
                        out);
            case CODE -> code(field, buffer.getByte(at) & 0xFF, out);
            case FLAGS -> flags(field, buffer.getByte(at) & 0xFF, out);
            case SYMBOL -> JsonText.string(Symbols.get(buffer, at), out);
            case INSTRUMENT, OPTIONAL_INSTRUMENT -> instrument(buffer, at, out);
            case ADDRESS, HASH, ID16 -> JsonText.hex(buffer, at, kind.width(), out);
            default -> quote(wide(kind, buffer, at).toString(), out);
        }
    }

    private void instrument(final DirectBuffer buffer, final int at, final StringBuilder out) {
        instrument.wrap(buffer, at);
        if (instrument.isNone()) {
            out.append("null");
        } else if (instrument.isValid()) {
            JsonText.string(instrument.value().text(venues), out);
        } else {
            JsonText.hex(buffer, at, InstrumentIdFlyweight.LENGTH, out);
        }
    }

    private static BigInteger wide(final FieldKind kind, final DirectBuffer buffer, final int at) {
        final byte[] bigEndian = new byte[kind.width()];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = buffer.getByte(at + bigEndian.length - 1 - i);
        }
        return kind.isSignedWide() ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
    }

    private static void code(final FieldSpec field, final int code, final StringBuilder out) {
        final String name = field.nameOf(code);
        if (name == null) {
            out.append(code);
        } else {
            quote(name, out);
        }
    }

    private static void flags(final FieldSpec field, final int flags, final StringBuilder out) {
        out.append('[');
        int rest = flags;
        String separator = "";
        for (final NamedCode bit : field.names()) {
            if ((flags & bit.code()) != 0) {
                out.append(separator);
                quote(bit.name(), out);
                separator = ",";
                rest &= ~bit.code();
            }
        }
        if (rest != 0) {
            out.append(separator).append(rest);
        }
        out.append(']');
    }

    private static void quote(final String plain, final StringBuilder out) {
        out.append('"').append(plain).append('"');
    }
}
