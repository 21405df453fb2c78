package org.alphapulse.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The ledger in a folder of its own. One process at a time may have it open. After a write that failed nothing is written any more
 * until it is opened anew: what the disk has at that point is not known.
 */
@Component(
        name = "org.alphapulse.ledger",
        service = TradeLedger.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LedgerConfig.class)
public final class FileLedger implements TradeLedger, AutoCloseable {
    private static final int KEPT = 10_000;
    private static final long MEGABYTE = 1 << 20;

    private final Path directory;
    private final FileChannel lockFile;
    private final Segments segments;
    private final Book book = new Book(KEPT);
    private String failure = "";

    /**
     * Opens the ledger that the configuration names.
     *
     * @param config folder and size of a file
     * @throws LedgerException if it cannot be read or is in use
     */
    @Activate
    public FileLedger(LedgerConfig config) {
        this(Path.of(config.directory()), Math.max(1, config.segment_mb()) * MEGABYTE, Store::file);
    }

    FileLedger(Path directory, long segmentBytes, Store.Opener opener) {
        this.directory = directory;
        this.segments = new Segments(directory, segmentBytes, opener);
        try {
            Files.createDirectories(directory);
            lockFile = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            load();
        } catch (IOException e) {
            throw new LedgerException("the ledger in " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a ledger without configuration.
     *
     * @param directory created when missing
     * @param segmentBytes size at which a new file is begun
     * @return the ledger; close it
     * @throws LedgerException if it cannot be read or is in use
     */
    public static FileLedger open(Path directory, long segmentBytes) {
        return new FileLedger(directory, segmentBytes, Store::file);
    }

    /** Takes the lock and reads all; when that fails, lets others try. */
    private void load() throws IOException {
        boolean loaded = false;
        try {
            lock();
            segments.open(book::apply);
            loaded = true;
        } finally {
            if (!loaded) {
                lockFile.close();
                segments.close();
            }
        }
    }

    private void lock() throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new LedgerException(
                    "the ledger in " + directory + " is in use by another engine: stop it, or name another folder");
        }
    }

    @Override
    public synchronized long plan(Planned plan) {
        return append(Codec.PLAN, Codec.plan(plan));
    }

    @Override
    public synchronized void replace(long entry, Replacement replacement) {
        book.require(entry);
        append(Codec.REPLACEMENT, Codec.replacement(entry, replacement));
    }

    @Override
    public synchronized void settle(long entry, Settlement settlement) {
        book.require(entry);
        append(Codec.SETTLEMENT, Codec.settlement(entry, settlement));
    }

    @Override
    public synchronized void undo(long entry) {
        book.require(entry);
        append(Codec.UNDO, Codec.undo(entry));
    }

    private long append(int kind, byte[] content) {
        if (!failure.isEmpty()) {
            throw new LedgerException(failure);
        }
        try {
            final long sequence = segments.append(kind, content);
            book.apply(sequence, kind, content);
            return sequence;
        } catch (IOException e) {
            failure = "LEDGER_FAILED: the ledger in " + directory + " cannot be written (" + e.getMessage()
                    + "): nothing is sent; make room or repair the disk, then restart the bundle org.alphapulse.ledger";
            throw new LedgerException(failure, e);
        }
    }

    @Override
    public synchronized List<LedgerEntry> open() {
        return book.open();
    }

    @Override
    public synchronized List<LedgerEntry> newest(int limit) {
        return book.newest(limit);
    }

    @Override
    public synchronized List<Position> positions() {
        return book.positions();
    }

    @Override
    public synchronized String failure() {
        return failure;
    }

    /** Closes the files and lets others open them. */
    @Override
    @Deactivate
    public synchronized void close() {
        failure = "the ledger in " + directory + " is closed";
        try {
            segments.close();
            lockFile.close();
        } catch (IOException e) {
            throw new LedgerException("the ledger in " + directory + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
