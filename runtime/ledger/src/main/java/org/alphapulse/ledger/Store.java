package org.alphapulse.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is appended to; a seam for faults of the disk. */
interface Store extends AutoCloseable {
    /** Opens files. */
    @FunctionalInterface
    interface Opener {
        /** Opens or creates a file. */
        Store open(Path file) throws IOException;
    }

    /** Writes all bytes at a position. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Waits until the disk has all. */
    void force() throws IOException;

    /** Cuts the file. */
    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;

    /** A real file. */
    static Store file(Path path) throws IOException {
        final FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Store() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                long at = position;
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
