package org.alphapulse.protocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * CRC32C of messages. CRC32C and not CRC32, because processors have an instruction for it and the JDK uses it.
 *
 * <p>Does not allocate, except once for each new direct buffer that it meets. Not thread safe: one per thread.
 */
public final class MessageChecksum {
    private static final int SCRATCH = 4096;

    private final CRC32C crc = new CRC32C();
    private final byte[] scratch = new byte[SCRATCH];
    private final byte[] header = new byte[HeaderFlyweight.LENGTH];
    private final UnsafeBuffer headerView = new UnsafeBuffer(header);
    private ByteBuffer known;
    private ByteBuffer view;

    /** Makes a calculator. */
    public MessageChecksum() {}

    /**
     * The checksum of a message whose checksum field may hold anything.
     *
     * @param buffer holds the message
     * @param offset of its first byte
     * @param length of the message, at least {@link HeaderFlyweight#LENGTH}
     * @return the CRC32C of the message with its checksum field as zero
     */
    public int compute(final DirectBuffer buffer, final int offset, final int length) {
        // Word by word: a bulk copy of so few bytes costs more than their checksum.
        headerView.putLong(0, buffer.getLong(offset));
        headerView.putLong(8, buffer.getLong(offset + 8));
        headerView.putLong(16, buffer.getLong(offset + 16));
        headerView.putInt(24, buffer.getInt(offset + 24));
        crc.reset();
        crc.update(header, 0, HeaderFlyweight.LENGTH);
        update(buffer, offset + HeaderFlyweight.LENGTH, length - HeaderFlyweight.LENGTH);
        return (int) crc.getValue();
    }

    /**
     * The checksum of bytes as they stand: of a message whose checksum field is zero, or of anything else.
     *
     * @param buffer holds the bytes
     * @param offset of the first
     * @param length number of bytes
     * @return their CRC32C
     */
    public int computePlain(final DirectBuffer buffer, final int offset, final int length) {
        crc.reset();
        update(buffer, offset, length);
        return (int) crc.getValue();
    }

    private void update(final DirectBuffer buffer, final int offset, final int length) {
        if (buffer.byteArray() != null) {
            crc.update(buffer.byteArray(), buffer.wrapAdjustment() + offset, length);
        } else if (buffer.byteBuffer() != null) {
            updateDirect(buffer, offset, length);
        } else {
            updateCopied(buffer, offset, length);
        }
    }

    /** The view is ours alone, so that moving its position disturbs no other user of the buffer. */
    private void updateDirect(final DirectBuffer buffer, final int offset, final int length) {
        if (isNew(buffer.byteBuffer())) {
            known = buffer.byteBuffer();
            view = known.duplicate();
        }
        final int start = buffer.wrapAdjustment() + offset;
        view.limit(start + length).position(start);
        crc.update(view);
    }

    @SuppressWarnings("ReferenceEquality") // The same object, not the same content.
    private boolean isNew(final ByteBuffer buffer) {
        return buffer != known;
    }

    private void updateCopied(final DirectBuffer buffer, final int offset, final int length) {
        for (int done = 0; done < length; done += SCRATCH) {
            final int part = Math.min(SCRATCH, length - done);
            buffer.getBytes(offset + done, scratch, 0, part);
            crc.update(scratch, 0, part);
        }
    }
}
