package org.alphapulse.market;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;

/** Reads what {@link SnapshotWriter} wrote into a new market, which nobody sees before the checksum was right. */
final class SnapshotReader {
    private static final int MAX_COUNT = 1 << 26;

    /** More words than the ticks of any pool take. */
    private static final int MAX_SLAB = 1 << 24;

    private final ReadableByteChannel in;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(SnapshotWriter.BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    /** Up to where the buffer's bytes are in the checksum. */
    private int summed;

    private SnapshotReader(final InputStream in) {
        this.in = Channels.newChannel(in);
        buffer.limit(0);
    }

    static MarketState read(final InputStream in) throws IOException {
        final SnapshotReader r = new SnapshotReader(in);
        if (r.word() != SnapshotWriter.MAGIC) {
            throw new IOException("not a market snapshot");
        }
        final long version = r.word();
        if (version != SnapshotWriter.VERSION) {
            throw new IOException(
                    "market snapshot has version " + version + ", this engine reads version " + SnapshotWriter.VERSION);
        }
        final IdTable tokens = new IdTable();
        r.ids(tokens);
        final PoolTable pools = r.pools();
        final UndoLog[] chains = r.chains();
        final MarketState state = new MarketState(pools, tokens, chains, r.books());
        r.checksum();
        for (final UndoLog log : chains) {
            if (log != null) {
                log.locate();
            }
        }
        return state;
    }

    private void ids(final IdTable ids) throws IOException {
        final long[] id = new long[IdTable.WORDS];
        for (int n = count(); n > 0; n--) {
            words(id, 0, IdTable.WORDS);
            ids.add(id, 0);
        }
    }

    private PoolTable pools() throws IOException {
        final PoolTable t = new PoolTable();
        ids(t.ids);
        final int n = t.ids.count;
        for (int i = 0; i < n; i++) {
            t.add();
        }
        words(t.words, 0, n * PoolTable.WORDS);
        for (int i = 0; i < n; i++) {
            pool(t, i);
        }
        t.revision = word();
        for (int i = 0; i < t.chainHold.length; i++) {
            t.chainHold[i] = (byte) word();
        }
        return t;
    }

    private void pool(final PoolTable t, final int i) throws IOException {
        final long kind = word();
        t.setKind(i, (byte) kind, (int) (kind >>> 32));
        t.setSync(i, (int) (kind >>> 8) & 0xff);
        t.hold[i] = (byte) (kind >>> 16);
        final long fee = word();
        t.venue[i] = (int) fee;
        t.feePips[i] = (int) (fee >>> 32);
        final long tokens = word();
        t.token0[i] = (int) tokens;
        t.token1[i] = (int) (tokens >>> 32);
        final long spacing = word();
        t.tickSpacing[i] = (int) spacing;
        t.setLast(i, word(), (int) (spacing >>> 32));
        t.loadBlock[i] = word();
        t.setVersion(i, word());
        t.setEpoch(i, (int) word());
        final int length = count();
        if (length > MAX_SLAB) {
            throw new IOException("market snapshot is damaged: " + length + " words of ticks in a pool");
        }
        if (length > 1) {
            t.slabs[i] = new long[length];
            words(t.slabs[i], 0, length);
        } else {
            word();
        }
    }

    private UndoLog[] chains() throws IOException {
        final UndoLog[] chains = new UndoLog[PoolTable.MAX_CHAINS];
        for (int c = 0; c < chains.length; c++) {
            final long entries = word();
            if (entries >= 0) {
                final UndoLog log = new UndoLog();
                log.head = word();
                log.floor = word();
                words(log.hashes, 0, log.hashes.length);
                for (long i = 0; i < entries; i++) {
                    log.makeRoom(log.head);
                    words(log.ring, log.next(), UndoLog.ENTRY);
                }
                chains[c] = log;
            }
        }
        return chains;
    }

    private OrderBooks books() throws IOException {
        final OrderBooks b = new OrderBooks();
        for (int n = count(); n > 0; n--) {
            final int i = b.add();
            b.status[i] = (byte) word();
            b.sequence[i] = word();
            b.version[i] = word();
            for (int side = 0; side < 2; side++) {
                final int at = OrderBooks.at(i, side == 0);
                final int depth = count();
                if (depth > OrderBooks.DEPTH) {
                    throw new IOException("market snapshot is damaged: " + depth + " levels in a book");
                }
                b.depths[2 * i + side] = depth;
                for (int k = 0; k < depth; k++) {
                    b.prices[at + k] = word();
                    b.sizes[at + k] = word();
                }
            }
        }
        return b;
    }

    private int count() throws IOException {
        final long n = word();
        if (n < 0 || n > MAX_COUNT) {
            throw new IOException("market snapshot is damaged: count " + n);
        }
        return (int) n;
    }

    private void words(final long[] target, final int from, final int length) throws IOException {
        int read = 0;
        while (read < length) {
            need();
            final int n = Math.min(length - read, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().get(target, from + read, n);
            buffer.position(buffer.position() + n * Long.BYTES);
            read += n;
        }
    }

    private long word() throws IOException {
        need();
        return buffer.getLong();
    }

    private void checksum() throws IOException {
        sum();
        final long expected = crc.getValue();
        if (word() != expected) {
            throw new IOException("market snapshot is damaged: its checksum is wrong");
        }
    }

    private void sum() {
        crc.update(buffer.duplicate().position(summed).limit(buffer.position()));
        summed = buffer.position();
    }

    private void need() throws IOException {
        if (buffer.remaining() >= Long.BYTES) {
            return;
        }
        sum();
        buffer.compact();
        summed = 0;
        while (buffer.position() < Long.BYTES) {
            if (in.read(buffer) < 0) {
                throw new EOFException("market snapshot ends early");
            }
        }
        buffer.flip();
    }
}
