package org.alphapulse.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alphapulse.collector.evm.ChainFile;

/**
 * A configuration file of an instance, of the kind {@code cfg} (plain properties) or {@code config} (typed values, lists in brackets).
 *
 * @param path of the file
 * @param pid of the component
 * @param values one or more for each key
 */
record ConfigurationFile(Path path, String pid, Map<String, List<String>> values) {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Reads a file; variables of the container are put in by {@code variables}. */
    static ConfigurationFile read(Path path, Map<String, String> variables) throws IOException {
        final String name = path.getFileName().toString();
        final String stem = name.substring(0, name.lastIndexOf('.'));
        final int dash = stem.indexOf('-');
        final Properties raw = new Properties();
        try (Reader text = new StringReader(Files.readString(path))) {
            raw.load(text);
        }
        final Map<String, List<String>> values = new TreeMap<>();
        for (final String key : raw.stringPropertyNames()) {
            final String value = raw.getProperty(key).trim();
            values.put(key, name.endsWith(".config") ? typed(path, key, value) : List.of(replaced(value, variables)));
        }
        return new ConfigurationFile(path, dash < 0 ? stem : stem.substring(0, dash), values);
    }

    private static List<String> typed(Path path, String key, String value) throws IOException {
        final List<String> found = new ArrayList<>();
        final Matcher matcher = QUOTED.matcher(value);
        while (matcher.find()) {
            found.add(matcher.group(1).replaceAll("\\\\(.)", "$1"));
        }
        if (found.isEmpty()) {
            throw new IOException(path.getFileName() + ": " + key + " has no value in quotes");
        }
        return found;
    }

    private static String replaced(String value, Map<String, String> variables) {
        String text = value;
        for (final Map.Entry<String, String> variable : variables.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return text;
    }

    String first(String key) {
        final List<String> all = values.get(key);
        return all == null ? "" : all.get(0);
    }

    /**
     * The chain file that a collector's configuration names.
     *
     * @throws IllegalArgumentException that names what is wrong and what is allowed
     */
    ChainFile chain() {
        final String folder = first("chains.folder");
        return ChainFile.load(
                first("chain"), folder.isEmpty() ? path.resolveSibling("alphapulse-chains") : Path.of(folder));
    }

    /** The plugin that it configures, as {@code risk.limits~main}. */
    String plugin() {
        return name().replaceFirst("^org\\.alphapulse\\.", "")
                .replaceFirst("\\.[a-z]+$", "")
                .replaceFirst("-", "~");
    }

    String name() {
        return path.getFileName().toString();
    }
}
