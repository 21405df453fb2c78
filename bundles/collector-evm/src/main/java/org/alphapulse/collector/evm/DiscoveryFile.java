package org.alphapulse.collector.evm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What discovery has found so far, so that a restart goes on where it ended: a text file to which lines are appended. A line that was
 * cut short by a crash, or by a full disk, is overwritten; the range it belongs to is scanned again, since its end was not noted. One
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
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
        if (unreadable > 0) {
            LOG.warn("{}: {} lines cannot be read and are passed over", path, unreadable);
        }
    }

    /** How many lines of the file could not be read. */
    int unreadable() {
        return unreadable;
    }

    private void read(String line) {
        try {
            take(line);
        } catch (NumberFormatException e) {
            unreadable++;
        }
    }

    private void take(String line) {
        final String[] parts = line.split(",", -1);
        switch (parts[0] + parts.length) {
            case "origin2" -> origin = parts[1];
            case "pool8" -> pools.put(parts[3], PoolRecord.of(parts));
            case "token4" -> {
                Integer.parseInt(parts[2]);
                tokens.put(parts[1], parts);
            }
            case "scanned4" -> {
                Long.parseLong(parts[2]);
                scanned.put(parts[1], parts);
            }
            default -> unreadable++;
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
        final byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(length).position(length);
            for (final ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                out.write(left);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
        length += bytes.length;
        lines.forEach(this::take);
    }
}
