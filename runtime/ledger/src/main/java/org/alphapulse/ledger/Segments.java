package org.alphapulse.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Append-only files of records. A file is named after its first record's sequence, {@code ledger-0000000000000001.log}. A record is
 *
 * <pre>
 *   length u32 | CRC-32C u32 | sequence u64 | kind u8 | content
 * </pre>
 *
 * big endian, where length counts the content and the check sum covers all behind it. The last record of the last file may be
 * torn; it is cut off, as nobody was told that it was written. Any other damage is refused, also a length that makes records which
 * were written whole look like one that is torn.
 */
final class Segments implements AutoCloseable {
    private static final int HEAD = 17;
    private static final int CHECKED_FROM = 8;
    private static final int MAX_CONTENT = 1 << 20;

    private final Path directory;
    private final long segmentBytes;
    private final Store.Opener opener;
    private Store store;
    private long position;
    private long next = 1;

    /** Sees the records in their order. */
    @FunctionalInterface
    interface Visitor {
        /** One record. */
        void record(long sequence, int kind, byte[] content);
    }

    Segments(Path directory, long segmentBytes, Store.Opener opener) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.opener = opener;
    }

    /** Reads all, cuts a torn record off, and is ready to append. */
    void open(Visitor visitor) throws IOException {
        final List<Path> files = files();
        for (int i = 0; i < files.size(); i++) {
            final Path file = files.get(i);
            final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            final boolean last = i == files.size() - 1;
            while (readable(bytes, file, last)) {
                read(bytes, visitor);
            }
            if (last) {
                reopen(file, bytes);
            }
        }
        if (files.isEmpty()) {
            roll();
        }
    }

    private void reopen(Path file, ByteBuffer bytes) throws IOException {
        store = opener.open(file);
        position = bytes.position();
        if (bytes.hasRemaining()) {
            store.truncate(position);
            store.force();
        }
    }

    private boolean readable(ByteBuffer bytes, Path file, boolean last) {
        final int left = bytes.remaining();
        if (left == 0) {
            return false;
        }
        final int at = bytes.position();
        final int length = left < HEAD ? -1 : bytes.getInt(at);
        if (whole(bytes, at, length) && bytes.getLong(at + CHECKED_FROM) == next) {
            return true;
        }
        // Where the beginning of a record did not come to the disk there are zeros, whatever is behind; none is written
        // without content.
        final boolean notBegun = length == 0;
        final boolean reachesTheEnd = length >= left - HEAD && length <= MAX_CONTENT;
        if (last && (left < HEAD || ((notBegun || reachesTheEnd) && !hidesARecord(bytes)))) {
            return false;
        }
        throw new LedgerException("the ledger file " + file + " is damaged at byte " + at
                + ": restore it, or move the folder away after checking the account on chain");
    }

    private static boolean whole(ByteBuffer bytes, int at, int length) {
        return length >= 0
                && length <= MAX_CONTENT
                && length <= bytes.limit() - at - HEAD
                && checksum(bytes.array(), at + CHECKED_FROM, HEAD - CHECKED_FROM + length) == bytes.getInt(at + 4);
    }

    /** Whether this record is whole but for its length, or a later one is whole. */
    private boolean hidesARecord(ByteBuffer bytes) {
        if (whole(bytes, bytes.position(), bytes.remaining() - HEAD)) {
            return true;
        }
        for (int at = bytes.position() + HEAD; at <= bytes.limit() - HEAD; at++) {
            if (bytes.getLong(at + CHECKED_FROM) > next && whole(bytes, at, bytes.getInt(at))) {
                return true;
            }
        }
        return false;
    }

    private void read(ByteBuffer bytes, Visitor visitor) {
        final byte[] content = new byte[bytes.getInt()];
        bytes.getInt();
        final long sequence = bytes.getLong();
        final int kind = bytes.get();
        bytes.get(content);
        next = sequence + 1;
        visitor.record(sequence, kind, content);
    }

    /** Appends a record and waits for the disk; after an exception the record is not there. One that is too long is refused untouched. */
    long append(int kind, byte[] content) throws IOException {
        if (content.length > MAX_CONTENT) {
            throw new LedgerException("a record of " + content.length + " bytes is longer than the ledger takes ("
                    + MAX_CONTENT + "); it is not written");
        }
        if (position >= segmentBytes) {
            roll();
        }
        final ByteBuffer record = ByteBuffer.allocate(HEAD + content.length);
        record.putInt(content.length).putInt(0).putLong(next).put((byte) kind).put(content);
        record.putInt(4, checksum(record.array(), CHECKED_FROM, record.capacity() - CHECKED_FROM));
        record.flip();
        store.write(record, position);
        store.force();
        position += record.capacity();
        return next++;
    }

    /** The sequence of the next record. */
    long next() {
        return next;
    }

    private void roll() throws IOException {
        final Store before = store;
        store = opener.open(directory.resolve(String.format("ledger-%016d.log", next)));
        position = 0;
        if (before != null) {
            before.close();
        }
        forceDirectory();
    }

    /** Without this the new file's name may be lost with the power. */
    private void forceDirectory() throws IOException {
        try (java.nio.channels.FileChannel folder = java.nio.channels.FileChannel.open(directory)) {
            folder.force(true);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.getFileName().toString().matches("ledger-\\d{16}\\.log"))
                    .sorted()
                    .toList();
        }
    }

    private static int checksum(byte[] bytes, int from, int length) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        if (store != null) {
            store.close();
        }
    }
}
