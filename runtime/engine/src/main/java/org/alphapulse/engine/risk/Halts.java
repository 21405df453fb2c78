package org.alphapulse.engine.risk;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.Trip;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why trading is halted, if it is, on disk as well, so that a restart does not end a halt. A record that cannot be read halts.
 *
 * <p>The file has one line a trip, its fields separated by tabs, and a line {@code RESET} with the time of the last reset.
 *
 * <p>Threading: any; {@link #halted} is one volatile read.
 */
public final class Halts {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final String RESET = "RESET";
    private static final int FIELDS = 7;

    private final Path file;
    private final List<Trip> trips = new ArrayList<>();
    /** One field says both whether and why, so that nobody sees a halt without its reason. */
    private volatile String reason = "";

    private volatile long lastResetNs;

    /** Reads what an earlier process left; {@code file} null keeps nothing on disk. */
    public Halts(Path file) {
        this.file = file;
        if (file != null && Files.exists(file)) {
            load();
        }
    }

    private void load() {
        try {
            for (final String line : Files.readAllLines(file)) {
                final String[] fields = line.split("\t", -1);
                if (fields.length == 2 && RESET.equals(fields[0])) {
                    lastResetNs = Long.parseLong(fields[1]);
                } else {
                    add(parse(fields));
                }
            }
        } catch (IOException | RuntimeException e) {
            add(Trip.of(
                    Breaker.OTHER,
                    "engine",
                    0,
                    "the record of halts in " + file + " cannot be read (" + e.getMessage()
                            + "): it may have held a halt"));
        }
        if (halted()) {
            LOG.error("trading is still halted: {}", reason);
        }
    }

    private static Trip parse(String[] fields) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(fields.length + " fields instead of " + FIELDS);
        }
        return new Trip(
                Breaker.valueOf(fields[0]),
                fields[1],
                Long.parseLong(fields[2]),
                new BigInteger(fields[3]),
                new BigInteger(fields[4]),
                fields[5],
                fields[6]);
    }

    /** Whether trading is halted. */
    public boolean halted() {
        return !reason.isEmpty();
    }

    /** The first trip in one line, empty while trading is not halted. */
    public String reason() {
        return reason;
    }

    /** All trips since the last reset. */
    public synchronized List<Trip> trips() {
        return List.copyOf(trips);
    }

    /** When a person last ended a halt, 0 for never. */
    public long lastResetNs() {
        return lastResetNs;
    }

    /** Halts; false if the same breaker of the same monitor has already. */
    public synchronized boolean trip(Trip trip) {
        for (final Trip known : trips) {
            if (known.breaker() == trip.breaker() && known.by().equals(trip.by())) {
                return false;
            }
        }
        add(trip);
        LOG.error("trading halted: {}", line(trip));
        save();
        return true;
    }

    private void add(Trip trip) {
        trips.add(trip);
        if (reason.isEmpty()) {
            reason = line(trip);
        }
    }

    private static String line(Trip trip) {
        return trip.breaker() + " by " + trip.by() + ": " + trip.explanation();
    }

    /** Ends the halt; gives what it ended. */
    public synchronized List<Trip> reset(long nowNs) {
        final List<Trip> ended = List.copyOf(trips);
        if (!ended.isEmpty()) {
            lastResetNs = nowNs;
            trips.clear();
            save();
            LOG.warn("trading resumed by a person; it was halted: {}", reason);
            reason = "";
        }
        return ended;
    }

    private void save() {
        if (file == null) {
            return;
        }
        final StringBuilder text = new StringBuilder();
        text.append(RESET).append('\t').append(lastResetNs).append('\n');
        for (final Trip trip : trips) {
            text.append(trip.breaker()).append('\t').append(plain(trip.by()));
            text.append('\t').append(trip.atNs());
            text.append('\t').append(trip.observed()).append('\t').append(trip.limit());
            text.append('\t').append(plain(trip.unit()));
            text.append('\t').append(plain(trip.explanation())).append('\n');
        }
        try {
            write(text.toString());
        } catch (IOException e) {
            LOG.error("the halt is not on disk and would not survive a restart: {}", e.toString());
        }
    }

    private static String plain(String text) {
        return text.replaceAll("\\s", " ");
    }

    /** The old file stays whole until the new one is on disk. */
    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        final Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent())) {
            folder.force(true);
        }
    }
}
