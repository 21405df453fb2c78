package org.alphapulse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Which bundles of a distribution come with which of its features, by artifact. */
final class Features {
    private static final String OURS = "mvn:org.alphapulse/";

    /** Of each feature, other features without a prefix, and bundles behind {@link #OURS}. */
    private final Map<String, Set<String>> parts = new TreeMap<>();

    /** Reads the features files in a folder and those below. */
    static Features of(Path system) throws IOException {
        final Features all = new Features();
        try (Stream<Path> files = Files.walk(system)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith("-features.xml")) {
                    all.read(Xml.read(file.toString(), Files.newInputStream(file))
                            .getDocumentElement());
                }
            }
        }
        return all;
    }

    private void read(Element root) {
        final NodeList nested = root.getElementsByTagName("*");
        for (int i = 0; i < nested.getLength(); i++) {
            final Element part = (Element) nested.item(i);
            final Element feature = (Element) part.getParentNode();
            if (feature != root) {
                parts.computeIfAbsent(feature.getAttribute("name"), name -> new TreeSet<>())
                        .add(part.getTextContent().trim());
            }
        }
    }

    /** The artifacts of our own that features bring, those that they need included; a version behind a slash is left out of account. */
    Set<String> bundles(Collection<String> names) {
        final Set<String> found = new TreeSet<>();
        final Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            final String name = open.pop();
            if (name.startsWith(OURS)) {
                found.add(name.substring(OURS.length()).split("/")[0]);
            } else {
                open.addAll(parts.getOrDefault(name.split("/")[0], Set.of()));
            }
        }
        return found;
    }

    /** The features that bring a bundle. */
    List<String> with(String artifact) {
        return parts.keySet().stream()
                .filter(name -> bundles(List.of(name)).contains(artifact))
                .toList();
    }
}
