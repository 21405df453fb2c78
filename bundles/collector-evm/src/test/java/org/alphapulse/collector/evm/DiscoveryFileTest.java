package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryFileTest {
    private static final String A = "0x" + "a".repeat(40);
    private static final String B = "0x" + "b".repeat(40);

    @TempDir
    Path folder;

    private static PoolRecord pool(int number) {
        return new PoolRecord(1_000, true, "0x" + String.valueOf(number).repeat(40), A, B, 3_000, 60);
    }

    @Test
    void shouldKeepEveryPoolThatIsAddedAfterALineWasCutShort() throws IOException {
        final Path path = folder.resolve("pools");
        new DiscoveryFile(path).add(List.of(pool(1), pool(2)));
        final String whole = Files.readString(path);
        for (int cut = whole.indexOf('\n') + 1; cut < whole.length(); cut++) {
            Files.writeString(path, whole.substring(0, cut));
            new DiscoveryFile(path).add(List.of(pool(3)));
            final DiscoveryFile again = new DiscoveryFile(path);
            assertEquals(List.of(pool(1), pool(3)), again.pools(), "cut at " + cut);
            assertEquals(0, again.unreadable());
        }
    }

    @Test
    void shouldPassOverAndCountLinesThatCannotBeRead() throws IOException {
        final Path path = folder.resolve("pools");
        new DiscoveryFile(path).add(List.of(pool(1)));
        Files.writeString(
                path,
                "pool,x,v3," + A + "," + A + "," + B + ",3000,60\ntoken," + A
                        + ",many,A\nscanned,0xf,far,0x1\npool,1\n",
                StandardOpenOption.APPEND);
        final DiscoveryFile file = new DiscoveryFile(path);
        assertEquals(4, file.unreadable());
        assertEquals(List.of(pool(1)), file.pools());
        assertEquals(-1, file.scannedTo("0xf"));
    }

    @Test
    void shouldHaveBlocksScannedAgainOnceWhenALineOfAPoolIsDamaged() throws IOException {
        final Path path = folder.resolve("pools");
        final String line = pool(2).line();
        for (final String damaged : List.of(
                line.replace("0x222", "0x2g2"),
                line.replace("0x222", "0x22"),
                line.replace(B, "0x" + "b".repeat(39) + "h"),
                line.replace("v3", "v4"),
                line.replace(",60", ",0"),
                line.replace("1000", "100000"))) {
            Files.deleteIfExists(path);
            final DiscoveryFile file = new DiscoveryFile(path);
            file.origin("0x1");
            file.add(List.of(pool(1), pool(2), pool(3)));
            file.token(A, 18, "A");
            file.scanned("0xf", 100, "0x5");
            assertEquals(100, new DiscoveryFile(path).scannedTo("0xf"));
            Files.writeString(path, Files.readString(path).replace(line, damaged));
            final DiscoveryFile after = new DiscoveryFile(path);
            assertEquals(List.of(pool(1), pool(3)), after.pools(), damaged);
            assertEquals(-1, after.scannedTo("0xf"), damaged);
            after.origin("0x1");
            after.add(List.of(pool(2)));
            after.scanned("0xf", 100, "0x5");
            final DiscoveryFile again = new DiscoveryFile(path);
            assertEquals(List.of(pool(1), pool(3), pool(2)), again.pools());
            assertEquals(100, again.scannedTo("0xf"));
            assertEquals(0, again.unreadable());
            assertEquals("A", again.token(A)[1]);
        }
    }

    @Test
    void shouldRefuseWhatItCouldNotReadAgain() throws IOException {
        final Path path = folder.resolve("pools");
        final DiscoveryFile file = new DiscoveryFile(path);
        file.add(List.of(pool(1)));
        final PoolRecord wrong = new PoolRecord(1_000, true, "0x" + "g".repeat(40), A, B, 3_000, 60);
        assertThrows(IllegalArgumentException.class, () -> file.add(List.of(pool(2), wrong)));
        assertEquals(List.of(pool(1)), file.pools());
        assertEquals(List.of(pool(1)), new DiscoveryFile(path).pools());
    }

    @Test
    void shouldNotKnowWhatCouldNotBeWritten() throws IOException {
        final Path path = folder.resolve("pools");
        final DiscoveryFile file = new DiscoveryFile(path);
        Files.createDirectory(path);
        assertThrows(UncheckedIOException.class, () -> file.add(List.of(pool(1))));
        assertFalse(file.knows(pool(1).address()));
        Files.delete(path);
        file.add(List.of(pool(1)));
        assertTrue(new DiscoveryFile(path).knows(pool(1).address()));
    }
}
