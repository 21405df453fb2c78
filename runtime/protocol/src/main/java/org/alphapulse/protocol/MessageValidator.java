package org.alphapulse.protocol;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.GroupSpec;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/**
 * Checks a message that came from another process, a file or a network, so that it can then be read without checks:
 * header, checksum, the structure of the payload, and for each type of the catalogue the size of its value, the width
 * of its numbers, its instrument ids and its symbols. Unknown types, codes and flags are allowed.
 *
 * <p>Does not throw and does not allocate. Not thread safe.
 */
public final class MessageValidator {
    private final MessageReader reader = new MessageReader();
    private final MessageChecksum checksum = new MessageChecksum();
    private int position;

    /** Makes a validator. */
    public MessageValidator() {}

    /**
     * Checks a message without its checksum.
     *
     * @param buffer    holds the message
     * @param offset    of its first byte
     * @param available bytes from there on; the message may be shorter
     * @return {@link MessageErrors#OK} or the first error
     */
    public int validate(final MutableDirectBuffer buffer, final int offset, final int available) {
        position = 0;
        final int error = reader.wrap(buffer, offset, available);
        return error == MessageErrors.OK ? validateTlvs(buffer) : failAt(error, reader.errorPosition());
    }

    /**
     * Checks a message and its checksum.
     *
     * @param buffer    holds the message
     * @param offset    of its first byte
     * @param available bytes from there on; the message may be shorter
     * @return {@link MessageErrors#OK} or the first error
     */
    public int validateWithChecksum(final MutableDirectBuffer buffer, final int offset, final int available) {
        position = 0;
        final int error = reader.wrap(buffer, offset, available);
        if (error != MessageErrors.OK) {
            return failAt(error, reader.errorPosition());
        }
        if (reader.header().checksum() != checksum.compute(buffer, offset, reader.messageLength())) {
            return failAt(MessageErrors.BAD_CHECKSUM, HeaderFlyweight.CHECKSUM_OFFSET);
        }
        return validateTlvs(buffer);
    }

    /**
     * Where the last error is.
     *
     * @return bytes from the first of the header
     */
    public int errorPosition() {
        return position;
    }

    /**
     * Size of the last message.
     *
     * @return bytes, header included; 0 after an error in the header
     */
    public int messageLength() {
        return reader.messageLength();
    }

    private int validateTlvs(final DirectBuffer buffer) {
        int type = reader.next();
        while (type > 0) {
            final TypeSpec spec = MessageCatalogue.type(type);
            final int error = spec == null || spec.isReserved()
                    ? MessageErrors.OK
                    : validateValue(spec, buffer, reader.valueOffset(), reader.valueLength());
            if (error != MessageErrors.OK) {
                return error;
            }
            type = reader.next();
        }
        return type == MessageReader.END ? MessageErrors.OK : failAt(type, reader.errorPosition());
    }

    private int validateValue(final TypeSpec spec, final DirectBuffer buffer, final int offset, final int length) {
        final int error = checkSize(spec, buffer, offset, length);
        if (error != MessageErrors.OK) {
            return failAt(error, reader.valuePosition());
        }
        final int inBlock = validateFields(spec.fields(), buffer, offset);
        if (inBlock != MessageErrors.OK || spec.group().isEmpty()) {
            return inBlock;
        }
        final GroupSpec group = spec.group().get();
        final int beyond =
                partBeyond(spec.fields(), buffer, offset, (length - spec.blockLength()) / group.entryLength());
        if (beyond >= 0) {
            return failAt(MessageErrors.NUMBER_OUT_OF_RANGE, reader.valuePosition() + beyond);
        }
        for (int at = offset + spec.blockLength(); at < offset + length; at += group.entryLength()) {
            final int inEntry = validateFields(group.fields(), buffer, at);
            if (inEntry != MessageErrors.OK) {
                return inEntry;
            }
        }
        return MessageErrors.OK;
    }

    /** Offset of a field that claims more entries than there are, or -1. */
    private static int partBeyond(
            final List<FieldSpec> fields, final DirectBuffer buffer, final int offset, final int count) {
        for (int i = 0; i < fields.size(); i++) {
            final FieldSpec field = fields.get(i);
            if (field.kind() == FieldKind.PART
                    && (buffer.getShort(offset + field.offset(), TlvFlyweight.ORDER) & 0xFFFF) > count) {
                return field.offset();
            }
        }
        return -1;
    }

    private int validateFields(final List<FieldSpec> fields, final DirectBuffer buffer, final int offset) {
        for (int i = 0; i < fields.size(); i++) {
            final FieldSpec field = fields.get(i);
            final int at = offset + field.offset();
            final int error = checkField(field.kind(), buffer, at);
            if (error != MessageErrors.OK) {
                return failAt(error, at - reader.offset());
            }
        }
        return MessageErrors.OK;
    }

    private int failAt(final int error, final int at) {
        position = at;
        return error;
    }

    /** Whether a value is as long as its type needs. */
    static int checkSize(final TypeSpec spec, final DirectBuffer buffer, final int offset, final int length) {
        if (length < spec.blockLength()) {
            return MessageErrors.VALUE_TOO_SHORT;
        }
        if (spec.group().isPresent()) {
            final GroupSpec group = spec.group().get();
            final int count = buffer.getShort(offset + group.countOffset(), TlvFlyweight.ORDER) & 0xFFFF;
            if (spec.blockLength() + count * group.entryLength() != length) {
                return MessageErrors.BAD_GROUP_COUNT;
            }
        }
        return MessageErrors.OK;
    }

    private static int checkField(final FieldKind kind, final DirectBuffer buffer, final int at) {
        switch (kind) {
            case U112:
                return buffer.getShort(at + 14, TlvFlyweight.ORDER) == 0
                        ? MessageErrors.OK
                        : MessageErrors.NUMBER_OUT_OF_RANGE;
            case U160:
                return buffer.getInt(at + 20, TlvFlyweight.ORDER) == 0
                        ? MessageErrors.OK
                        : MessageErrors.NUMBER_OUT_OF_RANGE;
            case INSTRUMENT:
                return isInstrument(buffer, at, false) ? MessageErrors.OK : MessageErrors.BAD_INSTRUMENT;
            case OPTIONAL_INSTRUMENT:
                return isInstrument(buffer, at, true) ? MessageErrors.OK : MessageErrors.BAD_INSTRUMENT;
            case SYMBOL:
                return Symbols.isValid(buffer, at) ? MessageErrors.OK : MessageErrors.BAD_SYMBOL;
            default:
                return MessageErrors.OK;
        }
    }

    private static boolean isInstrument(final DirectBuffer buffer, final int at, final boolean orNone) {
        final long word0 = buffer.getLong(at, TlvFlyweight.ORDER);
        final long word1 = buffer.getLong(at + 8, TlvFlyweight.ORDER);
        final long word2 = buffer.getLong(at + 16, TlvFlyweight.ORDER);
        final long word3 = buffer.getLong(at + 24, TlvFlyweight.ORDER);
        final long word4 = buffer.getLong(at + 32, TlvFlyweight.ORDER);
        return (orNone && (word0 | word1 | word2 | word3 | word4) == 0)
                || InstrumentId.isValid(word0, word1, word2, word3, word4);
    }
}
