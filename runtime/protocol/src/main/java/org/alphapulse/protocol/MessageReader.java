package org.alphapulse.protocol;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.protocol.catalogue.MessageCatalogue;

/**
 * Walks through a message in place.
 *
 * <pre>{@code
 * if (reader.wrap(buffer, offset, length) == MessageErrors.OK) {
 *     for (int type = reader.next(); type > 0; type = reader.next()) {
 *         switch (type) {
 *             case PoolSyncFlyweight.TYPE:
 *                 if (sync.readFrom(reader) == MessageErrors.OK) { ... }
 *                 break;
 *             default: // not ours
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Never reads outside the bytes that it was given, never throws, never allocates, and always comes to an end. After
 * an error {@link #next} keeps returning it. Does not verify the checksum; see {@link MessageValidator}. Not thread
 * safe.
 */
public final class MessageReader {
    /** Result of {@link #next} when there is no further TLV. */
    public static final int END = 0;

    /** First byte of the extended form. */
    static final int EXTENDED = 255;

    /** Size of type and length in the extended form. */
    static final int EXTENDED_HEAD = 5;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final long HEAD_MASK = 0x0300_FF00_FFFF_FFFFL;
    private static final long HEAD_EXPECTED = (long) HeaderFlyweight.VERSION << 40 | 0xDEAD_BEEFL;
    private static final long[] SINGLE_VALUED = singleValued();

    private final HeaderFlyweight header = new HeaderFlyweight();
    private MutableDirectBuffer buffer;
    /** Where the payload ends; negative after an error, so that no other field has to be looked at or reset. */
    private int end;

    private int next;
    private int valueOffset;
    private int error;
    private int errorPosition;
    private long seen;

    /** Makes a reader that has to be wrapped before it is used. */
    public MessageReader() {}

    /**
     * Begins with a message.
     *
     * @param source    holds the message
     * @param offset    of its first byte
     * @param available bytes from there on; the message may be shorter
     * @return {@link MessageErrors#OK} or the error in the header
     */
    public int wrap(final MutableDirectBuffer source, final int offset, final int available) {
        if (source != buffer) { // A reference that is not stored costs the collector's write barrier nothing.
            buffer = source;
        }
        header.wrap(source, offset);
        if (available < HeaderFlyweight.LENGTH) {
            return fail(MessageErrors.TRUNCATED_HEADER, offset);
        }
        final long head = header.head();
        final int domain = (int) (head >>> 32) & 0xFF;
        final int sourceKind = (int) (head >>> 48) & 0xFF;
        final int payload = header.payloadSize();
        if ((head & HEAD_MASK) != HEAD_EXPECTED
                || !Domains.isDomain(domain)
                || !SourceKinds.isSourceKind(sourceKind)
                || payload < 0
                || payload > Math.min(available, HeaderFlyweight.MAX_MESSAGE_LENGTH) - HeaderFlyweight.LENGTH) {
            return failHeader(head, payload);
        }
        final int payloadOffset = offset + HeaderFlyweight.LENGTH;
        next = payloadOffset;
        end = payloadOffset + payload;
        seen = 0;
        return MessageErrors.OK;
    }

    /**
     * Goes to the next TLV.
     *
     * @return its type from 1 to 254, {@link #END}, or a negative error
     */
    public int next() {
        final int at = next;
        if (at + 2 > end) {
            return atEnd(at);
        }
        final int head = buffer.getShort(at, ORDER);
        final int type = head & 0xFF;
        if (type == EXTENDED) {
            return extended(at, head >>> 8 & 0xFF);
        }
        return accept(type, at, at + 2, head >>> 8 & 0xFF);
    }

    /**
     * The header of the message.
     *
     * @return valid until the next {@link #wrap}
     */
    public HeaderFlyweight header() {
        return header;
    }

    /**
     * The buffer that holds the message.
     *
     * @return as given to {@link #wrap}
     */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * Where the message begins.
     *
     * @return an index into the buffer
     */
    public int offset() {
        return header.offset();
    }

    /**
     * Size of the message, header included.
     *
     * @return bytes; 0 after an error
     */
    public int messageLength() {
        return end < 0 ? 0 : end - header.offset();
    }

    /**
     * Where the current value begins.
     *
     * @return an index into the buffer
     */
    public int valueOffset() {
        return valueOffset;
    }

    /**
     * Size of the current value.
     *
     * @return 0 to 65499
     */
    public int valueLength() {
        return next - valueOffset;
    }

    /**
     * Where the current value begins in the message.
     *
     * @return bytes from the first of the header
     */
    public int valuePosition() {
        return valueOffset - header.offset();
    }

    /**
     * Where the last error is.
     *
     * @return bytes from the first of the header
     */
    public int errorPosition() {
        return errorPosition;
    }

    /**
     * Goes to the next TLV if its first two bytes are as given. All that depends on the message is compared with
     * constants, which a processor predicts, so that it need not wait for one TLV's length to begin with the next.
     */
    boolean take(final int head, final int size, final long singleValuedBit) {
        final int valueAt = next + 2;
        final int after = valueAt + size;
        if (after > end || (buffer.getShort(valueAt - 2, ORDER) & 0xFFFF) != head || (seen & singleValuedBit) != 0) {
            return false;
        }
        if (singleValuedBit != 0) {
            seen |= singleValuedBit;
        }
        valueOffset = valueAt;
        next = after;
        return true;
    }

    private int accept(final int type, final int at, final int valueAt, final int size) {
        if (size > end - valueAt) {
            return fail(MessageErrors.LENGTH_PAST_PAYLOAD, at);
        }
        final long bit = SINGLE_VALUED[type];
        if ((seen & bit) != 0) {
            return fail(MessageErrors.DUPLICATE_TYPE, at);
        }
        if (type == 0) {
            return fail(MessageErrors.BAD_TYPE, at);
        }
        if (bit != 0) {
            seen |= bit;
        }
        valueOffset = valueAt;
        next = valueAt + size;
        return type;
    }

    private int atEnd(final int at) {
        if (end < 0) {
            return error;
        }
        return at == end ? END : fail(MessageErrors.TRUNCATED_TLV, at);
    }

    private int extended(final int at, final int zero) {
        if (at + EXTENDED_HEAD > end) {
            return fail(MessageErrors.TRUNCATED_TLV, at);
        }
        if (zero != 0) {
            return fail(MessageErrors.BAD_EXTENDED_FORM, at);
        }
        final int type = buffer.getByte(at + 2) & 0xFF;
        if (type == EXTENDED) {
            return fail(MessageErrors.BAD_TYPE, at);
        }
        return accept(type, at, at + EXTENDED_HEAD, buffer.getShort(at + 3, ORDER) & 0xFFFF);
    }

    private int failHeader(final long head, final int payload) {
        final int start = header.offset();
        if ((int) head != HeaderFlyweight.MAGIC) {
            return fail(MessageErrors.BAD_MAGIC, start + HeaderFlyweight.MAGIC_OFFSET);
        }
        if (header.version() != HeaderFlyweight.VERSION) {
            return fail(MessageErrors.BAD_VERSION, start + HeaderFlyweight.VERSION_OFFSET);
        }
        if (!Domains.isDomain(header.domain())) {
            return fail(MessageErrors.BAD_DOMAIN, start + HeaderFlyweight.DOMAIN_OFFSET);
        }
        if (!SourceKinds.isSourceKind(header.sourceKind())) {
            return fail(MessageErrors.BAD_SOURCE_KIND, start + HeaderFlyweight.SOURCE_KIND_OFFSET);
        }
        if (payload < 0 || payload > HeaderFlyweight.MAX_MESSAGE_LENGTH - HeaderFlyweight.LENGTH) {
            return fail(MessageErrors.MESSAGE_TOO_LONG, start + HeaderFlyweight.PAYLOAD_SIZE_OFFSET);
        }
        if ((header.flags() & (HeaderFlags.COMPRESSED | HeaderFlags.ENCRYPTED)) != 0) {
            return fail(MessageErrors.UNSUPPORTED_ENCODING, start + HeaderFlyweight.FLAGS_OFFSET);
        }
        return fail(MessageErrors.TRUNCATED_PAYLOAD, start + HeaderFlyweight.PAYLOAD_SIZE_OFFSET);
    }

    private int fail(final int code, final int at) {
        error = code;
        errorPosition = at - header.offset();
        end = -1;
        next = 0;
        valueOffset = 0;
        return code;
    }

    private static long[] singleValued() {
        final long[] bits = new long[256];
        for (int type = 0; type < bits.length; type++) {
            bits[type] = MessageCatalogue.singleValuedBit(type);
        }
        return bits;
    }
}
