package org.alphapulse.collector.evm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What discovery has found so far, so that a restart goes on where it ended: a text file to which lines are appended. A line that was
 * cut short by a crash, or by a full disk, is overwritten; the range it belongs to is scanned again, since its end was not noted. Where a
 * line cannot be read, the file is written anew without it, and without the ends of all ranges, since any of them may lack its pool. One
 * thread.
 *
 * <pre>
 * origin,HASH                        of the chain's first block
 * pool,VENUE,v2|v3,ADDRESS,TOKEN0,TOKEN1,FEE,SPACING
 * token,ADDRESS,DECIMALS,SYMBOL
 * scanned,FACTORY,BLOCK,HASH        all blocks up to this one
 * </pre>
 */
final class DiscoveryFile {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.collector.evm");

    private final Path path;
    private final Map<String, PoolRecord> pools = new LinkedHashMap<>();
    private final Map<String, String[]> tokens = new LinkedHashMap<>();
    private final Map<String, String[]> scanned = new LinkedHashMap<>();

    private String origin = "";
    private int unreadable;

    /** Bytes of whole lines; what is behind them is the rest of a line that was cut short, and is overwritten. */
    private long length;

    DiscoveryFile(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (Files.exists(path)) {
                final byte[] bytes = Files.readAllBytes(path);
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
                length = end;
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::read);
                if (unreadable > 0) {
                    LOG.warn(
                            "{}: {} lines cannot be read and are left out; all blocks are scanned again",
                            path,
                            unreadable);
                    scanned.clear();
                    writeAnew();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private void writeAnew() throws IOException {
        final List<String> lines = new ArrayList<>();
        lines.add("origin," + origin);
        pools.values().forEach(pool -> lines.add(pool.line()));
        tokens.values().forEach(token -> lines.add(String.join(",", token)));
        final byte[] bytes = bytes(lines);
        final Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.write(beside, bytes);
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        length = bytes.length;
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** How many lines of the file could not be read. */
    int unreadable() {
        return unreadable;
    }

    private void read(String line) {
        try {
            parse(line).run();
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    /** What to do to know what a line says; fails if it makes no sense. */
    private Runnable parse(String line) {
        final String[] parts = line.split(",", -1);
        switch (parts[0] + parts.length) {
            case "origin2" -> {
                return () -> origin = parts[1];
            }
            case "pool8" -> {
                final PoolRecord pool = PoolRecord.of(parts);
                return () -> pools.put(pool.address(), pool);
            }
            case "token4" -> {
                PoolRecord.address(parts[1]);
                if (Integer.parseInt(parts[2]) >>> Byte.SIZE != 0) {
                    throw new IllegalArgumentException("no decimals");
                }
                return () -> tokens.put(parts[1], parts);
            }
            case "scanned4" -> {
                Long.parseLong(parts[2]);
                return () -> scanned.put(parts[1], parts);
            }
            default -> throw new IllegalArgumentException("no line of this file");
        }
    }

    List<PoolRecord> pools() {
        return new ArrayList<>(pools.values());
    }

    boolean knows(String pool) {
        return pools.containsKey(pool);
    }

    /** Decimals and symbol of a token, or null. */
    String[] token(String address) {
        final String[] parts = tokens.get(address);
        return parts == null ? null : new String[] {parts[2], parts[3]};
    }

    /** Last block scanned for a factory, or -1. */
    long scannedTo(String factory) {
        return scanned.containsKey(factory) ? Long.parseLong(scanned.get(factory)[2]) : -1;
    }

    /** The hash of that block. */
    String scannedHash(String factory) {
        return scanned.containsKey(factory) ? scanned.get(factory)[3] : "";
    }

    /** Notes to which chain all of this belongs; forgets it if that is another one than before. */
    void origin(String hash) {
        if (!origin.equals(hash)) {
            discard();
            append(List.of("origin," + hash));
        }
    }

    /** Keeps pools that it does not know yet. */
    void add(List<PoolRecord> found) {
        append(found.stream()
                .filter(record -> !knows(record.address()))
                .map(PoolRecord::line)
                .toList());
    }

    void token(String address, int decimals, String symbol) {
        append(List.of("token," + address + "," + decimals + "," + symbol));
    }

    void scanned(String factory, long block, String hash) {
        append(List.of("scanned," + factory + "," + block + "," + hash));
    }

    /** Forgets everything: the file is of another history of the chain. */
    void discard() {
        pools.clear();
        tokens.clear();
        scanned.clear();
        origin = "";
        length = 0;
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private void append(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        // What could not be read again is refused before it is written.
        final List<Runnable> known = lines.stream().map(this::parse).toList();
        final byte[] bytes = bytes(lines);
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(length).position(length);
            for (final ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                out.write(left);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
        length += bytes.length;
        known.forEach(Runnable::run);
    }
}
