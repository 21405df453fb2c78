package org.alphapulse.protocol;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Builds a message in place.
 *
 * <pre>{@code
 * writer.begin(buffer, offset, capacity, Domains.MARKET_DATA, SourceKinds.COLLECTOR, 0, sequence, nowNs);
 * if (sync.appendTo(writer) >= 0) {
 *     sync.poolFrom(table, handle).reserve0(lo, hi)...
 * }
 * int length = writer.finish();
 * }</pre>
 *
 * <p>Never writes outside the bytes that it was given, never throws, never allocates. A claim that fails leaves the
 * message as it was and makes {@link #finish} return the error. Not thread safe.
 */
public final class MessageWriter {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int MAX_SHORT_VALUE = 255;
    private static final int MAX_VALUE =
            HeaderFlyweight.MAX_MESSAGE_LENGTH - HeaderFlyweight.LENGTH - MessageReader.EXTENDED_HEAD;

    private final HeaderFlyweight header = new HeaderFlyweight();
    private final MessageChecksum checksum = new MessageChecksum();
    private MutableDirectBuffer buffer;
    private int start;
    private int limit;
    private int position;
    private int error;

    /** Makes a writer that has to be begun before it is used. */
    public MessageWriter() {}

    /**
     * Begins a message.
     *
     * @param target      to write to
     * @param offset      of the message's first byte
     * @param capacity    bytes that may be written; what is over 65536 is not used
     * @param domain      one of {@link Domains}
     * @param sourceKind  1 to 99
     * @param flags       bits of {@link HeaderFlags}
     * @param sequence    see {@link HeaderFlyweight#sequence(int, long)}
     * @param timestampNs since 1970 UTC
     * @return {@link MessageErrors#OK}, or {@link MessageErrors#BUFFER_TOO_SMALL}
     */
    public int begin(
            final MutableDirectBuffer target,
            final int offset,
            final int capacity,
            final int domain,
            final int sourceKind,
            final int flags,
            final long sequence,
            final long timestampNs) {
        if (target != buffer) { // A reference that is not stored costs the collector's write barrier nothing.
            buffer = target;
        }
        start = offset;
        position = offset + HeaderFlyweight.LENGTH;
        if (capacity < HeaderFlyweight.LENGTH) {
            limit = offset;
            error = MessageErrors.BUFFER_TOO_SMALL;
            return error;
        }
        limit = offset + Math.min(capacity, HeaderFlyweight.MAX_MESSAGE_LENGTH);
        error = MessageErrors.OK;
        header.begin(target, offset).put(domain, sourceKind, flags, sequence, timestampNs);
        return MessageErrors.OK;
    }

    /**
     * Adds a TLV and leaves its value to the caller. Values over 255 bytes get the extended form.
     *
     * @param type   1 to 254
     * @param length of the value in bytes, 0 to 65499
     * @return index of the value's first byte in the buffer, or a negative error
     */
    public int claim(final int type, final int length) {
        if (length < 0 || length > MAX_SHORT_VALUE) {
            return claimExtended(type, length);
        }
        final int at = position;
        final int valueAt = at + 2;
        if (length > limit - valueAt) {
            return fail(MessageErrors.BUFFER_TOO_SMALL);
        }
        buffer.putShort(at, (short) (type | length << 8), ORDER);
        position = valueAt + length;
        return valueAt;
    }

    /**
     * Ends the message without a checksum, for use inside the process.
     *
     * @return its length in bytes, or the first error
     */
    public int finish() {
        if (error != MessageErrors.OK) {
            return error;
        }
        header.payloadSize(position - start - HeaderFlyweight.LENGTH);
        return position - start;
    }

    /**
     * Ends the message with a checksum, for a process, file or network boundary.
     *
     * @return its length in bytes, or the first error
     */
    public int finishWithChecksum() {
        final int length = finish();
        if (length > 0) {
            header.checksum(checksum.computePlain(buffer, start, length));
        }
        return length;
    }

    /**
     * The header of the message, to change what {@link #begin} wrote.
     *
     * @return valid until the next {@link #begin}
     */
    public HeaderFlyweight header() {
        return header;
    }

    /**
     * The buffer that is written to.
     *
     * @return as given to {@link #begin}
     */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    private int claimExtended(final int type, final int length) {
        if (length < 0 || length > MAX_VALUE) {
            return fail(MessageErrors.BAD_VALUE_LENGTH);
        }
        final int at = position;
        final int valueAt = at + MessageReader.EXTENDED_HEAD;
        if (length > limit - valueAt) {
            return fail(MessageErrors.BUFFER_TOO_SMALL);
        }
        buffer.putShort(at, (short) MessageReader.EXTENDED, ORDER);
        buffer.putByte(at + 2, (byte) type);
        buffer.putShort(at + 3, (short) length, ORDER);
        position = valueAt + length;
        return valueAt;
    }

    private int fail(final int code) {
        if (error == MessageErrors.OK) {
            error = code;
        }
        return code;
    }
}
