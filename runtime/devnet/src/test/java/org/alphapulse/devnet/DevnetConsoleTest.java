package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DevnetConsoleTest {
    @Test
    void shouldSayWhatIsAllowedWhenACommandIsWrong() {
        try (Devnet devnet = Devnet.start(DevnetSpec.instant())) {
            DevnetConsole console = new DevnetConsole(devnet, List.of());
            for (String wrong :
                    List.of("reorg 1", "reorg 1 x", "reorg x 1", "silence 1 of", "oracle 1 WETH", "dig 1")) {
                String error = console.obey(wrong.split(" ")).get("error").toString();
                assertTrue(
                        error.startsWith("cannot do \"" + wrong + "\": allowed are reorg CHAIN DEPTH, mine CHAIN"),
                        error);
            }
            assertEquals(
                    "cannot do \"drop 7\": no chain 7 among [1]",
                    console.obey("drop", "7").get("error"));
            assertFalse(console.obey("refuse", "1", "off").containsKey("error"));
        }
    }
}
