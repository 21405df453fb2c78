package org.alphapulse.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first 32 bytes of every message, read and written in place.
 *
 * <pre>
 *   0               1               2               3
 *   0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
 *  +---------------------------------------------------------------+
 *  |                     magic u32, 0xDEADBEEF                     |  0
 *  +---------------+---------------+---------------+---------------+
 *  |   domain u8   | version u8, 1 | source kind u8|    flags u8   |  4
 *  +---------------+---------------+---------------+---------------+
 *  |                                                               |  8
 *  |            sequence u64: instance 16, counter 48 bits         |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                                                               | 16
 *  |             timestamp, nanoseconds since 1970 UTC             |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                     payload size u32, bytes                   | 24
 *  +---------------------------------------------------------------+
 *  |   CRC32C u32 of the whole message with this field as zero     | 28
 *  +---------------------------------------------------------------+ 32
 * </pre>
 *
 * <p>Little endian. A source is a kind and an instance in a domain. Its sequence grows by one with each message,
 * without holes; the upper 16 bits are the instance and never change, so two instances of one plugin are two sources.
 * The checksum is zero where no one asked for it. Not thread safe.
 */
public final class HeaderFlyweight {
    /** Size of the header in bytes. */
    public static final int LENGTH = 32;

    /** The greatest size of a message in bytes, header included. */
    public static final int MAX_MESSAGE_LENGTH = 65536;

    /** The first four bytes, as a little-endian number. */
    public static final int MAGIC = 0xDEADBEEF;

    /** The version written, and the only one read. */
    public static final int VERSION = 1;

    /** Offset of the magic number. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the relay domain. */
    public static final int DOMAIN_OFFSET = 4;

    /** Offset of the version. */
    public static final int VERSION_OFFSET = 5;

    /** Offset of the source kind. */
    public static final int SOURCE_KIND_OFFSET = 6;

    /** Offset of the flags. */
    public static final int FLAGS_OFFSET = 7;

    /** Offset of the sequence. */
    public static final int SEQUENCE_OFFSET = 8;

    /** Offset of the timestamp. */
    public static final int TIMESTAMP_OFFSET = 16;

    /** Offset of the payload size. */
    public static final int PAYLOAD_SIZE_OFFSET = 24;

    /** Offset of the checksum. */
    public static final int CHECKSUM_OFFSET = 28;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int COUNTER_BITS = 48;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private MutableDirectBuffer buffer;
    private int offset;

    /** Makes a flyweight that has to be wrapped before it is used. */
    public HeaderFlyweight() {}

    /**
     * Looks at a header.
     *
     * @param source holds at least {@link #LENGTH} bytes from the offset on
     * @param index  of the header's first byte
     * @return this
     */
    public HeaderFlyweight wrap(final MutableDirectBuffer source, final int index) {
        if (source != buffer) { // A reference that is not stored costs the collector's write barrier nothing.
            buffer = source;
        }
        offset = index;
        return this;
    }

    /** As {@link #wrap}; a method of its own, since the compiler learns about readers and writers separately then. */
    HeaderFlyweight begin(final MutableDirectBuffer target, final int index) {
        if (target != buffer) {
            buffer = target;
        }
        offset = index;
        return this;
    }

    /**
     * Writes a whole header but for size and checksum, which become zero.
     *
     * @param domain      one of {@link Domains}
     * @param sourceKind  1 to 99
     * @param flags       bits of {@link HeaderFlags}
     * @param sequence    see {@link #sequence(int, long)}
     * @param timestampNs since 1970 UTC
     * @return this
     */
    public HeaderFlyweight put(
            final int domain, final int sourceKind, final int flags, final long sequence, final long timestampNs) {
        final long head = (MAGIC & 0xFFFF_FFFFL)
                | (domain & 0xFFL) << 32
                | (long) VERSION << 40
                | (sourceKind & 0xFFL) << 48
                | (long) flags << 56;
        buffer.putLong(offset, head, ORDER);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, ORDER);
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampNs, ORDER);
        buffer.putLong(offset + PAYLOAD_SIZE_OFFSET, 0, ORDER);
        return this;
    }

    /**
     * The first eight bytes in one read: magic, domain, version, source kind, flags.
     *
     * @return little endian, so that the magic number is in the lower half
     */
    public long head() {
        return buffer.getLong(offset, ORDER);
    }

    /**
     * The first four bytes.
     *
     * @return {@link #MAGIC} in a message
     */
    public int magic() {
        return buffer.getInt(offset + MAGIC_OFFSET, ORDER);
    }

    /**
     * The relay domain.
     *
     * @return one of {@link Domains}
     */
    public int domain() {
        return buffer.getByte(offset + DOMAIN_OFFSET) & 0xFF;
    }

    /**
     * The version of the protocol.
     *
     * @return {@link #VERSION} in a message that can be read
     */
    public int version() {
        return buffer.getByte(offset + VERSION_OFFSET) & 0xFF;
    }

    /**
     * The kind of the source.
     *
     * @return see {@link SourceKinds}
     */
    public int sourceKind() {
        return buffer.getByte(offset + SOURCE_KIND_OFFSET) & 0xFF;
    }

    /**
     * The flags.
     *
     * @return bits of {@link HeaderFlags}
     */
    public int flags() {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    /**
     * Replaces the flags.
     *
     * @param flags bits of {@link HeaderFlags}
     * @return this
     */
    public HeaderFlyweight flags(final int flags) {
        buffer.putByte(offset + FLAGS_OFFSET, (byte) flags);
        return this;
    }

    /**
     * The sequence as it stands, instance included.
     *
     * @return grows by one from message to message of a source
     */
    public long sequence() {
        return buffer.getLong(offset + SEQUENCE_OFFSET, ORDER);
    }

    /**
     * Replaces the sequence.
     *
     * @param sequence instance and counter
     * @return this
     */
    public HeaderFlyweight sequence(final long sequence) {
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, ORDER);
        return this;
    }

    /**
     * Which instance of its kind the source is.
     *
     * @return 0 to 65535
     */
    public int sourceInstance() {
        return (int) (sequence() >>> COUNTER_BITS);
    }

    /**
     * The sequence without the instance.
     *
     * @return 0 to 2^48 - 1
     */
    public long counter() {
        return sequence() & COUNTER_MASK;
    }

    /**
     * Makes a sequence.
     *
     * @param instance of the source, 0 to 65535
     * @param counter  of its messages, 0 to 2^48 - 1
     * @return the value of the header's field
     */
    public static long sequence(final int instance, final long counter) {
        return (long) instance << COUNTER_BITS | (counter & COUNTER_MASK);
    }

    /**
     * When the source made the message.
     *
     * @return nanoseconds since 1970 UTC
     */
    public long timestampNs() {
        return buffer.getLong(offset + TIMESTAMP_OFFSET, ORDER);
    }

    /**
     * Replaces the timestamp.
     *
     * @param timestampNs nanoseconds since 1970 UTC
     * @return this
     */
    public HeaderFlyweight timestampNs(final long timestampNs) {
        buffer.putLong(offset + TIMESTAMP_OFFSET, timestampNs, ORDER);
        return this;
    }

    /**
     * The number of bytes that follow the header.
     *
     * @return as it stands: above 65504 the message is wrong, and above 2^31 - 1 the result is negative
     */
    public int payloadSize() {
        return buffer.getInt(offset + PAYLOAD_SIZE_OFFSET, ORDER);
    }

    /**
     * Replaces the payload size.
     *
     * @param bytes 0 to 65504
     * @return this
     */
    public HeaderFlyweight payloadSize(final int bytes) {
        buffer.putInt(offset + PAYLOAD_SIZE_OFFSET, bytes, ORDER);
        return this;
    }

    /**
     * The checksum as it stands.
     *
     * @return the CRC32C, or zero
     */
    public int checksum() {
        return buffer.getInt(offset + CHECKSUM_OFFSET, ORDER);
    }

    /**
     * Replaces the checksum.
     *
     * @param crc32c see {@link MessageChecksum}
     * @return this
     */
    public HeaderFlyweight checksum(final int crc32c) {
        buffer.putInt(offset + CHECKSUM_OFFSET, crc32c, ORDER);
        return this;
    }

    /**
     * The buffer that is looked at.
     *
     * @return as given to {@link #wrap}
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Where the header begins.
     *
     * @return as given to {@link #wrap}
     */
    public int offset() {
        return offset;
    }
}
