package org.alphapulse.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every address, 32-byte identifier and symbol of the recorded data becomes an id and comes back. */
class RealInstrumentsTest {
    private static final Path DATA = Path.of(System.getProperty("alphapulse.data", "missing"));
    private static final Pattern ADDRESS = Pattern.compile("\\b0x([0-9a-fA-F]{40})\\b");
    private static final Pattern ID32 = Pattern.compile("\\b0x([0-9a-fA-F]{64})\\b");
    private static final Pattern SYMBOL =
            Pattern.compile("\"(?:s|symbol|product_id|instrument_name|contract|pair)\" ?: ?\"([^\" ]{1,64})\"");

    @Test
    void shouldKeepEveryRealAddressApart() throws IOException {
        final Set<String> found = find(ADDRESS, true, "03-pools", "01-blocks");
        assertReversible(
                found,
                1000,
                hex -> InstrumentId.ofAddress(
                        1, InstrumentKind.TOKEN, 1, HexFormat.of().parseHex(hex)));
    }

    @Test
    void shouldKeepEveryRealPoolIdApart() throws IOException {
        final Set<String> found = find(ID32, true, "03-pools", "01-blocks");
        assertReversible(
                found,
                1000,
                hex -> InstrumentId.ofId32(
                        1200, InstrumentKind.POOL, 1, HexFormat.of().parseHex(hex)));
    }

    @Test
    void shouldKeepEveryRealSymbolApart() throws IOException {
        final Set<String> found = find(SYMBOL, false, "06-cex");
        assertReversible(found, 1000, symbol -> InstrumentId.ofSymbol(100, InstrumentKind.SPOT, 0, symbol));
    }

    private static void assertReversible(
            final Set<String> sources, final int atLeast, final Function<String, InstrumentId> maker) {
        assertTrue(sources.size() >= atLeast, "only " + sources.size() + " found");
        final InstrumentTable table = new InstrumentTable();
        int handle = 0;
        for (final String source : sources) {
            final InstrumentId id = maker.apply(source);
            assertTrue(id.toString().endsWith(source), id.toString());
            assertEquals(id, InstrumentId.parse(id.toString()));
            assertEquals(handle++, table.add(id));
        }
        assertEquals(sources.size(), table.size());
    }

    private static Set<String> find(final Pattern pattern, final boolean ignoreCase, final String... folders)
            throws IOException {
        assumeTrue(Files.isDirectory(DATA), "no recorded data at " + DATA.toAbsolutePath());
        final Set<String> found = new TreeSet<>();
        for (final String folder : folders) {
            for (final Path file : files(DATA.resolve(folder))) {
                final Matcher matcher = pattern.matcher(read(file));
                while (matcher.find()) {
                    found.add(ignoreCase ? matcher.group(1).toLowerCase(Locale.ROOT) : matcher.group(1));
                }
            }
        }
        return found;
    }

    private static List<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> size(file) < 1_000_000)
                    .toList();
        }
    }

    private static long size(final Path file) {
        return file.toFile().length();
    }

    private static String read(final Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            final boolean packed = file.toString().endsWith(".gz");
            return new String((packed ? new GZIPInputStream(in) : in).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
