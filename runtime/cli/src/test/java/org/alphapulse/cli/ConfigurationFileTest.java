package org.alphapulse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    Path etc;

    private ConfigurationFile read(String name, String text) throws IOException {
        return ConfigurationFile.read(
                Files.writeString(etc.resolve(name), text), Map.of("karaf.data", "/data", "karaf.etc", "/etc"));
    }

    @Test
    void shouldPutTheFoldersOfTheContainerIn() throws IOException {
        final ConfigurationFile file =
                read("org.alphapulse.ledger.cfg", "# one\ndirectory = ${karaf.data}/ledger\nsegment.mb=64\n");
        assertEquals("org.alphapulse.ledger", file.pid());
        assertEquals("/data/ledger", file.first("directory"));
        assertEquals("", file.first("nothing"));
    }

    @Test
    void shouldReadTypedValuesAndLists() throws IOException {
        final ConfigurationFile file = read(
                "org.alphapulse.strategy.arbitrage-main.config",
                "start.tokens=[\"a|1|2|3|vault@0,own@0\",\"b\\\\|x\"]\nmax.hops=I\"3\"\n");
        assertEquals("org.alphapulse.strategy.arbitrage", file.pid());
        assertEquals(List.of("3"), file.values().get("max.hops"));
        assertEquals("a|1|2|3|vault@0,own@0", file.first("start.tokens"));
        assertEquals(2, file.values().get("start.tokens").size());
        assertThrows(IOException.class, () -> read("org.alphapulse.x.config", "max.hops=3\n"));
    }

    @Test
    void shouldFindTheNameThatWasMeant() {
        assertEquals(
                "silence.ms", ConfigurationCheck.nearest("silense.ms", List.of("timeout.ms", "silence.ms", "chain")));
        assertEquals("", new Metatypes.Key("Integer", false, false, "", "").refusal("12"));
        assertEquals("it is no integer", new Metatypes.Key("Integer", false, false, "", "").refusal("12.5"));
    }
}
