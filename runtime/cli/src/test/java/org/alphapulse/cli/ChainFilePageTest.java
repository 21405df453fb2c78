package org.alphapulse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.alphapulse.collector.evm.ChainFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/how-to/chains.md says of chain files, beside the files of the bundle and what {@code run --chain} needs. */
class ChainFilePageTest {
    private static final Path PAGE = Path.of("../../docs/how-to/chains.md");
    private static final List<String> SHIPPED =
            List.of("ethereum", "polygon", "arbitrum", "base", "optimism", "bsc", "devnet");

    @TempDir
    Path etc;

    private String example() throws IOException {
        final String page = Files.readString(PAGE);
        final int start = page.indexOf("```\n", page.indexOf("## Chain files")) + 4;
        return page.substring(start, page.indexOf("```", start));
    }

    private ChainSetup setup(String text) throws IOException {
        final Path folder = Files.createDirectories(etc.resolve("alphapulse-chains"));
        Files.writeString(folder.resolve("gnosis.properties"), text);
        return new ChainSetup(etc, "gnosis", "ws://127.0.0.1:1");
    }

    @Test
    void shouldTakeTheExampleOfThePageForATradableChain() throws IOException {
        // The next thing that is wanting is the node.
        final String said = assertThrows(
                        IllegalStateException.class, () -> setup(example()).run())
                .getMessage();
        assertTrue(said.startsWith("endpoint "), said);
        final ChainFile chain = ChainFile.load("gnosis", etc.resolve("alphapulse-chains"));
        for (final String symbol : chain.entries().get("stable").split(",")) {
            assertTrue(chain.entries().containsKey("token." + symbol), symbol);
        }
    }

    @Test
    void shouldSayBeforeAnyNodeIsAskedThatAChainFileHasNoCoinToCountIn() throws IOException {
        final String without = example().replaceAll("(?m)^wrapped.*$", "");
        final String said = assertThrows(IllegalArgumentException.class, () -> setup(without))
                .getMessage();
        assertTrue(said.contains("no wrapped = SYMBOL"), said);
    }

    @Test
    void shouldNameEveryKeyOfTheShippedFilesInTheTableOfThePage() throws IOException {
        final String page = Files.readString(PAGE);
        final TreeSet<String> missing = new TreeSet<>();
        for (final String name : SHIPPED) {
            for (final String key : ChainFile.load(name, etc).entries().keySet()) {
                final String general = key.replaceFirst("^token\\..*", "token.SYMBOL")
                        .replaceFirst("^(factory|init|deployer|flashloan)\\..*", "$1.VENUE");
                if (!page.contains("`" + general + "`")) {
                    missing.add(general);
                }
            }
        }
        assertEquals(new TreeSet<>(), missing);
    }

    @Test
    void shouldReadTheChainFileOfTheFolderThatACollectorNames() throws IOException {
        final Path folder = Files.createDirectories(etc.resolve("elsewhere"));
        Files.writeString(folder.resolve("gnosis.properties"), example());
        final Path file = Files.writeString(
                etc.resolve("org.alphapulse.collector.evm-gnosis.cfg"),
                "chain = gnosis\nchains.folder = ${karaf.etc}/elsewhere\nendpoints = ws://127.0.0.1:1\n");
        final ConfigurationFile collector = ConfigurationFile.read(file, Map.of("karaf.etc", etc.toString()));
        assertEquals(100, collector.chain().chainId());
        assertThrows(IllegalArgumentException.class, () -> ChainFile.load("gnosis", etc.resolve("alphapulse-chains")));
    }
}
