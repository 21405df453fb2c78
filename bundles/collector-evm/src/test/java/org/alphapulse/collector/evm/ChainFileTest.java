package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainFileTest {
    @TempDir
    Path overrides;

    @Test
    void shouldKnowTheUsualChains() {
        final Map<String, Long> ids = new TreeMap<>();
        for (final String name : new String[] {"ethereum", "polygon", "arbitrum", "base", "optimism", "bsc"}) {
            final ChainFile file = ChainFile.load(name, overrides);
            ids.put(name, file.chainId());
            assertTrue(file.factories().size() >= 2 && file.tokens().size() >= 5, name);
        }
        assertEquals(
                Map.of("ethereum", 1L, "polygon", 137L, "arbitrum", 42161L, "base", 8453L, "optimism", 10L, "bsc", 56L),
                ids);
    }

    @Test
    void shouldKnowTheContractsOfTheLocalChain() {
        try (Devnet devnet = Devnet.start(DevnetSpec.instant())) {
            final LocalChain chain = devnet.chain(1);
            final ChainFile file = ChainFile.load("devnet", overrides);
            assertEquals(chain.contracts().multicall().toLowerCase(Locale.ROOT), file.multicall());
            assertEquals(
                    java.util.List.of(
                            chain.contracts().sushiFactory(),
                            chain.contracts().v2Factory(),
                            chain.contracts().v3Factory()),
                    file.factories().stream().map(ChainFile.Factory::address).toList());
            assertEquals(
                    chain.tokens().stream().map(Token::address).sorted().toList(),
                    file.tokens().stream().sorted().toList());
        }
    }

    @Test
    void shouldTakeWhatThePersonWroteBeforeWhatTheBundleHas() throws IOException {
        Files.writeString(
                overrides.resolve("polygon.properties"),
                "block.time.ms=1500\ntoken.MINE=0x00000000000000000000000000000000000000AA\n");
        final ChainFile file = ChainFile.load("polygon", overrides);
        assertEquals(1500, file.blockTimeMs());
        assertTrue(file.tokens().contains("0x00000000000000000000000000000000000000aa"));
        assertEquals(137, file.chainId());
    }

    @Test
    void shouldNameTheKeyTheValueAndWhatIsAllowedWhenAFileIsWrong() throws IOException {
        Files.writeString(overrides.resolve("mine.properties"), "chain.id=5\nfactory.uniswap-v2=v4,0x1,3000\n");
        final var wrong = assertThrows(IllegalArgumentException.class, () -> ChainFile.load("mine", overrides));
        assertTrue(wrong.getMessage().contains("factory.uniswap-v2=v4,0x1,3000"), wrong.getMessage());
        assertTrue(wrong.getMessage().contains("allowed is v2|v3"), wrong.getMessage());
        final var none = assertThrows(IllegalArgumentException.class, () -> ChainFile.load("nowhere", overrides));
        assertTrue(none.getMessage().contains("ethereum, polygon"), none.getMessage());
    }
}
