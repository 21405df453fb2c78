package org.alphapulse.shell;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageErrors;
import org.alphapulse.protocol.MessageValidator;

/**
 * Goes through a file of messages. Where it is damaged, the place and the reason are told, and reading goes on at the next message that is
 * whole. One thread.
 */
final class MessageFile implements AutoCloseable {
    private static final int WINDOW = 1 << 28;

    /** Told what is in the file. False ends the reading. */
    interface Visitor {
        boolean onMessage(long position, MutableDirectBuffer buffer, int offset, int length);

        boolean onDamage(long position, long bytes, String reason);
    }

    private final FileChannel channel;
    private final long size;
    private final UnsafeBuffer window = new UnsafeBuffer(new byte[0]);
    private final MessageValidator validator = new MessageValidator();
    private MappedByteBuffer mapped;
    private long start;
    private long end;

    MessageFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
    }

    long size() {
        return size;
    }

    void read(Visitor visitor) throws IOException {
        long at = 0;
        boolean more = true;
        while (more && at < size) {
            final int error = check(at);
            if (error == MessageErrors.OK) {
                final int length = validator.messageLength();
                more = visitor.onMessage(at, window, (int) (at - start), length);
                at += length;
            } else {
                final String reason = MessageErrors.describe(error, validator.errorPosition());
                final long next = nextWhole(at + 1);
                more = visitor.onDamage(at, next - at, reason);
                at = next;
            }
        }
    }

    private long nextWhole(long from) throws IOException {
        for (long at = from; at <= size - HeaderFlyweight.LENGTH; at++) {
            map(at);
            if (window.getInt((int) (at - start)) == HeaderFlyweight.MAGIC && check(at) == MessageErrors.OK) {
                return at;
            }
        }
        return size;
    }

    /** The error of the message at a position. One without a checksum was never asked to have one. */
    private int check(long at) throws IOException {
        map(at);
        final int offset = (int) (at - start);
        final int available = (int) Math.min(end - at, HeaderFlyweight.MAX_MESSAGE_LENGTH);
        final boolean summed =
                available >= HeaderFlyweight.LENGTH && window.getInt(offset + HeaderFlyweight.CHECKSUM_OFFSET) != 0;
        return summed
                ? validator.validateWithChecksum(window, offset, available)
                : validator.validate(window, offset, available);
    }

    private void map(long at) throws IOException {
        if (mapped == null || at < start || Math.min(size, at + HeaderFlyweight.MAX_MESSAGE_LENGTH) > end) {
            start = at;
            end = Math.min(size, at + WINDOW);
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, start, end - start);
            window.wrap(mapped);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
