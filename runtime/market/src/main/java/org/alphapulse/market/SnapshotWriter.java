package org.alphapulse.market;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/** Writes a snapshot: magic, version, the arrays little-endian, CRC32C of all before it. */
final class SnapshotWriter {
    static final long MAGIC = 0x54454b52414d5041L;
    static final int VERSION = 3;

    /** Bytes on their way; outside the heap, so that a file takes them without a further copy. */
    static final int BUFFER = 1 << 18;

    private final WritableByteChannel out;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    private SnapshotWriter(final OutputStream out) {
        this.out = Channels.newChannel(out);
    }

    static void write(final MarketState state, final OutputStream out) throws IOException {
        final SnapshotWriter w = new SnapshotWriter(out);
        w.word(MAGIC);
        w.word(VERSION);
        w.ids(state.tokens);
        w.pools(state.t);
        w.chains(state.chains);
        w.books(state.books);
        w.flush();
        w.word(w.crc.getValue());
        w.flush();
        out.flush();
    }

    private void ids(final IdTable ids) throws IOException {
        word(ids.count);
        words(ids.ids, 0, ids.count * IdTable.WORDS);
    }

    private void pools(final PoolTable t) throws IOException {
        ids(t.ids);
        words(t.words, 0, t.count * PoolTable.WORDS);
        for (int i = 0; i < t.count; i++) {
            word((t.family[i] & 0xffL) | (long) t.sync(i) << 8 | (t.hold[i] & 0xffL) << 16 | (long) t.chain[i] << 32);
            word((t.venue[i] & 0xffffffffL) | (long) t.feePips[i] << 32);
            word((t.token0[i] & 0xffffffffL) | (long) t.token1[i] << 32);
            word((t.tickSpacing[i] & 0xffffffffL) | (long) t.logIndex(i) << 32);
            word(t.block(i));
            word(t.loadBlock[i]);
            word(t.version(i));
            word(t.epoch(i));
            word(t.slabs[i].length);
            words(t.slabs[i], 0, t.slabs[i].length);
        }
        word(t.revision);
        for (final byte held : t.chainHold) {
            word(held);
        }
    }

    private void chains(final UndoLog[] chains) throws IOException {
        for (final UndoLog log : chains) {
            word(log == null ? -1 : log.last - log.first);
            if (log != null) {
                word(log.head);
                word(log.floor);
                words(log.hashes, 0, log.hashes.length);
                for (long i = log.first; i < log.last; i++) {
                    words(log.ring, log.index(i), UndoLog.ENTRY);
                }
            }
        }
    }

    private void books(final OrderBooks b) throws IOException {
        word(b.count);
        for (int i = 0; i < b.count; i++) {
            word(b.status[i]);
            word(b.sequence[i]);
            word(b.version[i]);
            for (int side = 0; side < 2; side++) {
                final int at = OrderBooks.at(i, side == 0);
                final int depth = b.depths[2 * i + side];
                word(depth);
                for (int k = 0; k < depth; k++) {
                    word(b.prices[at + k]);
                    word(b.sizes[at + k]);
                }
            }
        }
    }

    private void words(final long[] values, final int from, final int length) throws IOException {
        int written = 0;
        while (written < length) {
            room();
            final int n = Math.min(length - written, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, from + written, n);
            buffer.position(buffer.position() + n * Long.BYTES);
            written += n;
        }
    }

    private void word(final long value) throws IOException {
        room();
        buffer.putLong(value);
    }

    private void room() throws IOException {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }
}
