package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alphapulse.protocol.generator.ReferencePageGenerator;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    @Test
    void shouldBeUpToDate() throws IOException {
        final String page = Files.readString(Path.of("../../docs/reference/protocol.md"));
        assertEquals(
                ReferencePageGenerator.updated(page),
                page,
                "renew it: java -cp runtime/protocol/target/classes"
                        + " org.alphapulse.protocol.generator.ReferencePageGenerator docs/reference/protocol.md");
    }
}
