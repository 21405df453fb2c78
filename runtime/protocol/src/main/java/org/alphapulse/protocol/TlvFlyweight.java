package org.alphapulse.protocol;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * The value of one TLV, read and written in place. The classes for the types are generated from the catalogue.
 *
 * <p>Reading: {@code readFrom(reader)} checks that the value is long enough for every getter, so getters check nothing.
 * Writing: {@code appendTo(writer)} claims the bytes; every field then has to be set, or {@link #clear} called first,
 * since the buffer may hold anything. Nothing is copied and nothing allocated, except by methods that return strings
 * or values. Not thread safe.
 */
public abstract class TlvFlyweight {
    /** Byte order of every number. */
    protected static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** The buffer that holds the value. */
    protected MutableDirectBuffer buffer;

    /** Index of the value's first byte. */
    protected int offset;

    /** Size of the value in bytes. */
    protected int length;

    /**
     * For the generated classes.
     *
     * @param blockLength size of the fixed fields, which is the whole size where nothing follows them
     */
    protected TlvFlyweight(final int blockLength) {
        length = blockLength;
    }

    /**
     * The type of TLV.
     *
     * @return 1 to 254
     */
    public abstract int type();

    /**
     * Looks at the current value of a reader, after checking its size.
     *
     * @param reader that stands on a TLV of this type
     * @return {@link MessageErrors#OK}, or an error whose position is the reader's {@code valuePosition}
     */
    public abstract int readFrom(MessageReader reader);

    /**
     * Sets every byte of the value to zero; for a group, its count too.
     */
    public final void clear() {
        buffer.setMemory(offset, length, (byte) 0);
    }

    /**
     * The buffer that holds the value.
     *
     * @return as wrapped
     */
    public final MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * Where the value begins.
     *
     * @return an index into the buffer
     */
    public final int offset() {
        return offset;
    }

    /**
     * Size of the value as far as this class knows its fields.
     *
     * @return bytes
     */
    public final int length() {
        return length;
    }

    /** Points this flyweight at a value of constant size. */
    protected final void point(final MutableDirectBuffer source, final int index) {
        if (source != buffer) { // A reference that is not stored costs the collector's write barrier nothing.
            buffer = source;
        }
        offset = index;
    }

    /** Points this flyweight at a value. */
    protected final void point(final MutableDirectBuffer source, final int index, final int size) {
        point(source, index);
        length = size;
    }

    /** As {@link #point}; a method of its own, since the compiler learns about readers and writers separately then. */
    private void look(final MessageReader reader) {
        final MutableDirectBuffer source = reader.buffer();
        if (source != buffer) {
            buffer = source;
        }
        offset = reader.valueOffset();
    }

    /** Points at the current value of a reader when it has at least the given size. */
    protected final int readBlock(final MessageReader reader, final int blockLength) {
        if (reader.valueLength() < blockLength) {
            return MessageErrors.VALUE_TOO_SHORT;
        }
        look(reader);
        return MessageErrors.OK;
    }

    /** Takes the next TLV of a reader if it begins with the given head. */
    protected final boolean takeBlock(
            final MessageReader reader, final int head, final int blockLength, final long singleValuedBit) {
        if (!reader.take(head, blockLength, singleValuedBit)) {
            return false;
        }
        look(reader);
        return true;
    }

    /** As {@link #readBlock}, for a value that ends with bytes up to its end. */
    protected final int readTail(final MessageReader reader, final int blockLength) {
        final int error = readBlock(reader, blockLength);
        if (error == MessageErrors.OK) {
            length = reader.valueLength();
        }
        return error;
    }

    /** As {@link #readBlock}, for a value that ends with a group whose count is the last fixed field. */
    protected final int readGroup(final MessageReader reader, final int blockLength, final int entryLength) {
        final int size = reader.valueLength();
        if (size < blockLength) {
            return MessageErrors.VALUE_TOO_SHORT;
        }
        final int count = reader.buffer().getShort(reader.valueOffset() + blockLength - Short.BYTES, ORDER) & 0xFFFF;
        if (blockLength + count * entryLength != size) {
            return MessageErrors.BAD_GROUP_COUNT;
        }
        look(reader);
        length = size;
        return MessageErrors.OK;
    }

    /** Claims a value in a writer and points at it. */
    protected final int claim(final MessageWriter writer, final int type, final int size) {
        final int claimed = writer.claim(type, size);
        if (claimed >= 0) {
            point(writer.buffer(), claimed);
        }
        return claimed;
    }

    /** As {@link #claim}, for a value whose size is not constant. */
    protected final int claimSized(final MessageWriter writer, final int type, final int size) {
        final int claimed = claim(writer, type, size);
        if (claimed >= 0) {
            length = size;
        }
        return claimed;
    }
}
