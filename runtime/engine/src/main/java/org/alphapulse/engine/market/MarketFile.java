package org.alphapulse.engine.market;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.market.MarketState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which the market outlives its process: tables that give handles their meaning, then the state of the pools as {@link
 * org.alphapulse.market.MarketState#writeSnapshot} writes it, which has a version and a checksum of its own.
 *
 * <pre>
 * u64 magic, u32 version, u64 length of the file, u32 length of the tables
 * tables: see {@link MarketTables}
 * u32 CRC32C of all before it
 * state
 * </pre>
 *
 * Numbers in the frame and in the tables are big-endian.
 */
public final class MarketFile {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final long MAGIC = 0x414c50484d4b5431L;
    private static final int VERSION = 1;
    private static final int FRAME = 24;
    private static final long WRITE_TIMEOUT_MS = 30_000;

    private final Path path;

    /** Names the file; it need not be there. */
    public MarketFile(Path path) {
        this.path = path;
    }

    /** The market as it was kept, all of it untradable; an empty one if it cannot be used. */
    public Market read() {
        final long start = System.nanoTime();
        try {
            final Market market = read(start);
            LOG.info(
                    "market: {} pools read from {} in {} ms; none is tradable before what happened since is replayed",
                    market.view().poolCount(),
                    path,
                    millisSince(start));
            return market;
        } catch (NoSuchFileException e) {
            return new Market();
        } catch (IOException | RuntimeException e) { // whatever is wrong with it, the engine starts
            final String why =
                    path.getFileName() + ": " + (e instanceof IOException ? e.getMessage() : "damaged: " + e);
            LOG.warn("the market is not restored: {}; all pools will be read anew", why);
            return new Market(why);
        }
    }

    private Market read(long startNs) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        try (FileInputStream in = new FileInputStream(path.toFile())) {
            final byte[] bytes = tables(in, in.getChannel().size());
            final MarketTables tables = MarketTables.decode(ByteBuffer.wrap(bytes));
            final MarketState state = MarketState.readSnapshot(in);
            return new Market(state, tables, tables.settle(state, millisSince(startNs)));
        }
    }

    private static long millisSince(long startNs) {
        return (System.nanoTime() - startNs) / 1_000_000;
    }

    /** Checks all that comes before the state. */
    private static byte[] tables(InputStream in, long size) throws IOException {
        final ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(FRAME));
        if (frame.capacity() < FRAME) {
            throw new IOException("truncated: it has " + size + " bytes");
        }
        if (frame.getLong() != MAGIC) {
            throw new IOException("not a market file");
        }
        final int version = frame.getInt();
        if (version != VERSION) {
            throw new IOException("version " + version + ", this engine reads version " + VERSION);
        }
        final long length = frame.getLong();
        if (length != size) {
            throw new IOException("truncated: it has " + size + " of " + length + " bytes");
        }
        final int expected = frame.getInt();
        if (expected < 0 || expected > size - FRAME - Integer.BYTES) {
            throw new IOException("damaged: its tables have " + expected + " bytes");
        }
        final byte[] tables = in.readNBytes(expected);
        if (ByteBuffer.wrap(in.readNBytes(Integer.BYTES)).getInt() != sum(frame.array(), tables)) {
            throw new IOException("damaged: the checksum of its tables is wrong");
        }
        return tables;
    }

    private static int sum(byte[]... parts) {
        final CRC32C crc = new CRC32C();
        for (final byte[] part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }

    /**
     * Writes the market, which the engine agent copies between two messages; the old file stays whole until the new one is on disk. A
     * market of which less than half is in step is not worth it. Any other thread.
     */
    public void write(Worker agent, Market market) {
        final long start = System.nanoTime();
        final Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                final int inStep = agent.call(() -> copy(market, out), WRITE_TIMEOUT_MS);
                if (inStep == 0) {
                    Files.delete(part);
                    LOG.info("market: not kept, as too few pools are in step with their chains");
                    return;
                }
                out.getChannel().force(true);
                replace(part);
                LOG.info("market: {} pools kept in {} in {} ms", inStep, path, millisSince(start));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException | TimeoutException e) {
            LOG.warn("the market is not kept, so the next start reads all pools anew: {}", e.toString());
        }
    }

    private int copy(Market market, FileOutputStream out) {
        final int inStep = market.inStep();
        if (2 * inStep < market.view().poolCount()) {
            return 0;
        }
        try {
            final byte[] tables = market.tables();
            final FileChannel channel = out.getChannel();
            channel.position(FRAME + tables.length + Integer.BYTES);
            market.writeState(out);
            final ByteBuffer frame = ByteBuffer.allocate(FRAME);
            frame.putLong(MAGIC).putInt(VERSION).putLong(channel.position()).putInt(tables.length);
            final ByteBuffer all = ByteBuffer.allocate(FRAME + tables.length + Integer.BYTES);
            all.put(frame.array())
                    .put(tables)
                    .putInt(sum(frame.array(), tables))
                    .flip();
            channel.write(all, 0);
            return inStep;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(Path part) throws IOException {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
