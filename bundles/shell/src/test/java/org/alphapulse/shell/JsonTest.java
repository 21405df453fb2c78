package org.alphapulse.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Row(String text, double number, Object any) {}

    @Test
    void shouldBeReadByAnotherParserWhateverTheValues() throws IOException {
        final String text = "a \"quoted\" \\ line\nand a tab\t, \u0001, \u00e9";
        final JsonNode rows = new ObjectMapper()
                .readTree(Json.of(Arrays.asList(
                        new Row(text, Double.NaN, List.of(1, true)),
                        new Row("", Double.NEGATIVE_INFINITY, null),
                        new Row("x", 1e-300, new Row("in", -0.5, List.of())))));
        assertEquals(text, rows.at("/0/text").asText());
        assertTrue(rows.at("/0/number").isNull());
        assertEquals("[1,true]", rows.at("/0/any").toString());
        assertTrue(rows.at("/1/number").isNull());
        assertTrue(rows.at("/1/any").isNull());
        assertEquals(1e-300, rows.at("/2/number").asDouble());
        assertEquals(-0.5, rows.at("/2/any/number").asDouble());
        assertEquals("[]", rows.at("/2/any/any").toString());
    }
}
