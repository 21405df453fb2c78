package org.alphapulse.shell;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageChecksum;

/** Writes messages one after the other, each with its CRC32C. Written to by the observer's thread. */
final class MessageFileWriter implements ObserverHandler, AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final long limit;
    private final byte[] bytes = new byte[HeaderFlyweight.MAX_MESSAGE_LENGTH];
    private final UnsafeBuffer copy = new UnsafeBuffer(bytes);
    private final HeaderFlyweight header = new HeaderFlyweight();
    private final MessageChecksum checksum = new MessageChecksum();
    private long messages;
    private long written;
    private IOException failure;
    private boolean closed;

    /** Creates the file; {@code limit} 0 means none. */
    MessageFileWriter(Path file, long limit) throws IOException {
        this.limit = limit;
        try {
            out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(file + " exists; delete it or choose another name", e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no folder " + file.toAbsolutePath().getParent() + "; make it or choose another", e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(file + " may not be written; choose another folder", e);
        }
    }

    @Override
    public synchronized void onMessage(MutableDirectBuffer buffer, int offset, int length) {
        if (closed || isDone()) {
            return;
        }
        copy.putBytes(0, buffer, offset, length);
        header.wrap(copy, 0).checksum(0).checksum(checksum.compute(copy, 0, length));
        try {
            out.write(bytes, 0, length);
            messages++;
            written += length;
        } catch (IOException e) {
            failure = e;
        }
    }

    synchronized boolean isDone() {
        if (failure != null) {
            throw new UncheckedIOException("cannot write: " + failure.getMessage(), failure);
        }
        return limit > 0 && messages >= limit;
    }

    synchronized long messages() {
        return messages;
    }

    synchronized long bytes() {
        return written;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
