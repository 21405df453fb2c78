package org.alphapulse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the bundles of a distribution say of their own configuration: for each PID, the keys that there are. */
final class Metatypes {
    private final Map<String, Map<String, Key>> byPid = new TreeMap<>();
    private final Map<String, String> artifacts = new HashMap<>();

    /**
     * One key of a configuration.
     *
     * @param type of the metatype specification, for example {@code Integer}
     * @param list whether it has several values
     * @param required whether it has no default
     * @param otherwise its default, which may be empty
     * @param description what it means and what is allowed
     */
    record Key(String type, boolean list, boolean required, String otherwise, String description) {
        /** Empty if a text is a value of this key's type. */
        String refusal(String text) {
            try {
                switch (type) {
                    case "Integer" -> Integer.parseInt(text);
                    case "Long" -> Long.parseLong(text);
                    case "Double", "Float" -> Double.parseDouble(text);
                    case "Boolean" -> {
                        return text.matches("true|false") ? "" : "it is neither true nor false";
                    }
                    default -> {
                        // Any text.
                    }
                }
                return "";
            } catch (NumberFormatException e) {
                return "it is no " + type.toLowerCase(java.util.Locale.ROOT);
            }
        }
    }

    /** Reads the bundles in a folder and those below. */
    static Metatypes of(Path system) throws IOException {
        final Metatypes all = new Metatypes();
        try (Stream<Path> files = Files.walk(system)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".jar")) {
                    all.read(file);
                }
            }
        }
        return all;
    }

    private void read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (final JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith("OSGI-INF/metatype/")
                        && entry.getName().endsWith(".xml")) {
                    // A repository has a file at ARTIFACT/VERSION/NAME.
                    read(
                            Xml.read(entry.getName() + " in " + file, jar.getInputStream(entry)),
                            file.getParent().getParent().getFileName().toString());
                }
            }
        }
    }

    private void read(Document document, String artifact) {
        final Map<String, Map<String, Key>> classes = new HashMap<>();
        final NodeList found = document.getElementsByTagName("OCD");
        for (int i = 0; i < found.getLength(); i++) {
            final Element ocd = (Element) found.item(i);
            final Map<String, Key> keys = new TreeMap<>();
            final NodeList attributes = ocd.getElementsByTagName("AD");
            for (int j = 0; j < attributes.getLength(); j++) {
                final Element ad = (Element) attributes.item(j);
                final String cardinality = ad.getAttribute("cardinality");
                keys.put(
                        ad.getAttribute("id"),
                        new Key(
                                ad.getAttribute("type"),
                                !cardinality.isEmpty() && !"0".equals(cardinality),
                                !ad.hasAttribute("default") && !"false".equals(ad.getAttribute("required")),
                                ad.getAttribute("default"),
                                ad.getAttribute("description")));
            }
            classes.put(ocd.getAttribute("id"), keys);
        }
        final NodeList designates = document.getElementsByTagName("Designate");
        for (int i = 0; i < designates.getLength(); i++) {
            final Element designate = (Element) designates.item(i);
            final Element object =
                    (Element) designate.getElementsByTagName("Object").item(0);
            final String pid = designate.hasAttribute("factoryPid")
                    ? designate.getAttribute("factoryPid")
                    : designate.getAttribute("pid");
            // A bundle may have another's classes in it; a PID is named as the bundle that it is of.
            if (!artifacts.containsKey(pid) || pid.endsWith("." + artifact.replace('-', '.'))) {
                artifacts.put(pid, artifact);
            }
            byPid.put(pid, classes.getOrDefault(object.getAttribute("ocdref"), Map.of()));
        }
    }

    /** The keys of a PID, null if no bundle has it. */
    Map<String, Key> keys(String pid) {
        return byPid.get(pid);
    }

    /** The artifact of the bundle that has a PID, null if none has it. */
    String artifact(String pid) {
        return artifacts.get(pid);
    }

    /** All PIDs. */
    Iterable<String> pids() {
        return byPid.keySet();
    }
}
