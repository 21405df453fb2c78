package org.alphapulse.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.model.InstrumentText;
import org.alphapulse.model.Venues;

/**
 * An instrument id read in place: the layout is that of {@link InstrumentId}, 40 bytes, little endian.
 *
 * <p>Unlike the value form it can look at bytes that are no valid id; {@link #isValid} tells. Not thread safe.
 */
public final class InstrumentIdFlyweight {
    /** Size of an id in bytes. */
    public static final int LENGTH = InstrumentId.LENGTH;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private DirectBuffer buffer;
    private int offset;

    /** Makes a flyweight that has to be wrapped before it is used. */
    public InstrumentIdFlyweight() {}

    /**
     * Looks at an id.
     *
     * @param source holds {@link #LENGTH} bytes from the offset on
     * @param index  of the first byte
     * @return this
     */
    public InstrumentIdFlyweight wrap(final DirectBuffer source, final int index) {
        if (source != buffer) { // A reference that is not stored costs the collector's write barrier nothing.
            buffer = source;
        }
        offset = index;
        return this;
    }

    /**
     * One of the five little-endian words.
     *
     * @param index 0 to 4
     * @return eight bytes
     */
    public long word(final int index) {
        return buffer.getLong(offset + index * Long.BYTES, ORDER);
    }

    /**
     * The code of the venue.
     *
     * @return 0 to 65535
     */
    public int venue() {
        return buffer.getShort(offset, ORDER) & 0xFFFF;
    }

    /**
     * The code of the kind.
     *
     * @return 0 to 255
     */
    public int kind() {
        return buffer.getByte(offset + 2) & 0xFF;
    }

    /**
     * The form of the payload.
     *
     * @return one of {@link InstrumentId#FORM_ADDRESS}, {@link InstrumentId#FORM_ID32}, {@link InstrumentId#FORM_SYMBOL}
     *     in a valid id
     */
    public int form() {
        return buffer.getByte(offset + 3) & 0xFF;
    }

    /**
     * The chain.
     *
     * @return 0 to 2^32 - 1
     */
    public long chainId() {
        return buffer.getInt(offset + 4, ORDER) & 0xFFFF_FFFFL;
    }

    /**
     * Where the 32 bytes of the payload begin.
     *
     * @return an index into the buffer
     */
    public int payloadOffset() {
        return offset + Long.BYTES;
    }

    /**
     * Whether the bytes are a valid id.
     *
     * @return see {@link InstrumentId#isValid}
     */
    public boolean isValid() {
        return InstrumentId.isValid(word(0), word(1), word(2), word(3), word(4));
    }

    /**
     * Whether all bytes are zero, which stands for no instrument.
     *
     * @return true for 40 zeros
     */
    public boolean isNone() {
        return (word(0) | word(1) | word(2) | word(3) | word(4)) == 0;
    }

    /**
     * The dense handle of the id.
     *
     * @param table to look in
     * @return its handle, or {@link InstrumentTable#UNKNOWN}
     */
    public int handle(final InstrumentTable table) {
        return table.find(word(0), word(1), word(2), word(3), word(4));
    }

    /**
     * The value form; allocates.
     *
     * @return a copy
     * @throws IllegalArgumentException when the bytes are not a valid id
     */
    public InstrumentId value() {
        return new InstrumentId(word(0), word(1), word(2), word(3), word(4));
    }

    /**
     * Writes the text form of a valid id; does not allocate.
     *
     * @param venues the names of venues
     * @param text   where the ASCII characters go; {@link InstrumentText#MAX_LENGTH} bytes are always enough
     * @param at     index of the first character
     * @return the number of characters written
     */
    public int text(final Venues venues, final byte[] text, final int at) {
        return InstrumentText.format(word(0), word(1), word(2), word(3), word(4), venues, text, at);
    }

    /**
     * Writes an id.
     *
     * @param target to write to
     * @param index  of the first byte
     * @param id     to write
     */
    public static void put(final MutableDirectBuffer target, final int index, final InstrumentId id) {
        target.putLong(index, id.word0(), ORDER);
        target.putLong(index + 8, id.word1(), ORDER);
        target.putLong(index + 16, id.word2(), ORDER);
        target.putLong(index + 24, id.word3(), ORDER);
        target.putLong(index + 32, id.word4(), ORDER);
    }

    /**
     * Writes the id of a handle; does not allocate.
     *
     * @param target to write to
     * @param index  of the first byte
     * @param table  that gave the handle
     * @param handle of the id
     */
    public static void put(
            final MutableDirectBuffer target, final int index, final InstrumentTable table, final int handle) {
        for (int word = 0; word < LENGTH / Long.BYTES; word++) {
            target.putLong(index + word * Long.BYTES, table.word(handle, word), ORDER);
        }
    }

    /**
     * Copies an id from another buffer.
     *
     * @param target      to write to
     * @param index       of the first byte
     * @param source      to read from
     * @param sourceIndex of the first byte
     */
    public static void copy(
            final MutableDirectBuffer target, final int index, final DirectBuffer source, final int sourceIndex) {
        for (int at = 0; at < LENGTH; at += Long.BYTES) {
            target.putLong(index + at, source.getLong(sourceIndex + at, ORDER), ORDER);
        }
    }

    /**
     * Looks up the handle of an id in a buffer.
     *
     * @param source to read from
     * @param index  of the first byte
     * @param table  to look in
     * @return its handle, or {@link InstrumentTable#UNKNOWN}
     */
    public static int handle(final DirectBuffer source, final int index, final InstrumentTable table) {
        return table.find(
                source.getLong(index, ORDER),
                source.getLong(index + 8, ORDER),
                source.getLong(index + 16, ORDER),
                source.getLong(index + 24, ORDER),
                source.getLong(index + 32, ORDER));
    }
}
