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
    @TempDir
    Path folder;

    private static PoolRecord pool(int number) {
        return new PoolRecord(1_000, true, "0x0" + number, "0xa", "0xb", 3_000, 60);
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
                "pool,x,v3,0x05,0xa,0xb,3000,60\ntoken,0xa,many,A\nscanned,0xf,far,0x1\npool,1\n",
                StandardOpenOption.APPEND);
        final DiscoveryFile file = new DiscoveryFile(path);
        assertEquals(4, file.unreadable());
        assertEquals(List.of(pool(1)), file.pools());
        assertEquals(-1, file.scannedTo("0xf"));
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
