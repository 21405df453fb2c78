package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HistogramPictureTest {
    private static final List<double[]> BUCKETS =
            List.of(new double[] {1, 10}, new double[] {10, 1_000}, new double[] {100, 1});

    @Test
    void shouldBeWellFormedXmlWhenTheTitleHasMarkup() throws Exception {
        final Document picture = parse(HistogramPicture.draw("a < b & c", "us", BUCKETS, Map.of("p50", 7.0)));
        assertEquals("svg", picture.getDocumentElement().getTagName());
        assertTrue(picture.getDocumentElement().getTextContent().contains("a < b & c"));
    }

    @Test
    void shouldDrawOneBarABucketThatGrowsWithItsCount() throws Exception {
        final NodeList bars = bars();
        assertEquals(1 + BUCKETS.size(), bars.getLength(), "the background and the bars");
        final double few = height(bars, 1);
        final double many = height(bars, 2);
        final double one = height(bars, 3);
        assertTrue(many > few && few > one && one > 0, many + " " + few + " " + one);
    }

    @Test
    void shouldPlaceEqualFactorsAtEqualDistances() throws Exception {
        final NodeList bars = bars();
        final double first = end(bars, 1);
        final double second = end(bars, 2);
        final double third = end(bars, 3);
        assertEquals(second - first, third - second, 0.2);
    }

    @Test
    void shouldRefuseToDrawNothing() {
        assertThrows(IllegalArgumentException.class, () -> HistogramPicture.draw("none", "us", List.of(), Map.of()));
    }

    private static NodeList bars() throws Exception {
        return parse(HistogramPicture.draw("bars", "us", BUCKETS, Map.of())).getElementsByTagName("rect");
    }

    private static double height(NodeList bars, int index) {
        return Double.parseDouble(((Element) bars.item(index)).getAttribute("height"));
    }

    private static double end(NodeList bars, int index) {
        final Element bar = (Element) bars.item(index);
        return Double.parseDouble(bar.getAttribute("x")) + Double.parseDouble(bar.getAttribute("width"));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
