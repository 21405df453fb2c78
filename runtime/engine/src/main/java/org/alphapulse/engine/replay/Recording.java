package org.alphapulse.engine.replay;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageErrors;
import org.alphapulse.protocol.MessageValidator;

/**
 * The market data messages of a file that {@code relay:record} wrote, one after another, each checked before it is handed on. What
 * signals and executions the file has is passed over: they are made anew. One thread.
 */
public final class Recording implements AutoCloseable {
    private static final int WINDOW = 1 << 28;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final UnsafeBuffer window = new UnsafeBuffer(new byte[0]);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[HeaderFlyweight.MAX_MESSAGE_LENGTH]);
    private final HeaderFlyweight header = new HeaderFlyweight();
    private final MessageValidator validator = new MessageValidator();
    private MappedByteBuffer mapped;
    private long start;
    private long end;
    private long position;
    private int length;
    private long passedOver;

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read, or has no message of the market
     */
    public Recording(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
        if (!next()) {
            throw new IOException(file + " has no market data; relay:record --snapshot FILE writes some");
        }
    }

    /**
     * Goes to the next message.
     *
     * @return false at the end
     * @throws IOException where the file is damaged, with the place: a replay with a hole would not be one
     */
    public boolean next() throws IOException {
        position += length;
        while (position < size) {
            map();
            final int offset = (int) (position - start);
            final int error = validator.validateWithChecksum(
                    window, offset, (int) Math.min(end - position, HeaderFlyweight.MAX_MESSAGE_LENGTH));
            if (error != MessageErrors.OK) {
                throw new IOException(file + " is damaged at byte " + position + ": "
                        + MessageErrors.describe(error, validator.errorPosition()));
            }
            length = validator.messageLength();
            header.wrap(window, offset);
            if (header.domain() == Domains.MARKET_DATA) {
                // What is mapped cannot be written to, and nobody promises not to.
                message.putBytes(0, window, offset, length);
                return true;
            }
            passedOver++;
            position += length;
        }
        length = 0;
        return false;
    }

    private void map() throws IOException {
        if (mapped == null || position < start || Math.min(size, position + HeaderFlyweight.MAX_MESSAGE_LENGTH) > end) {
            start = position;
            end = Math.min(size, position + WINDOW);
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, start, end - start);
            window.wrap(mapped);
        }
    }

    /** The message, valid until {@link #next}. */
    UnsafeBuffer message() {
        return message;
    }

    /** Bytes of the message. */
    int length() {
        return length;
    }

    /** When the message was published, nanoseconds since 1970-01-01 UTC. */
    public long timestampNs() {
        return header.timestampNs();
    }

    /** Messages of other domains so far. */
    long passedOver() {
        return passedOver;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
