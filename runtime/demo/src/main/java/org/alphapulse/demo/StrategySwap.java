package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Replaces the strategy under load: a second version beside, the swap between two events, the first one out. */
final class StrategySwap {
    private static final String SLOT = "strategy.arbitrage~main";
    private static final String FIRST = "0.1.0";
    private static final String NEXT = "0.1.1";
    /** As long as the engine follows the chain before it is armed. */
    private static final long WARM_UP_MS = 8_000;

    private final Instance instance;
    private boolean done;

    StrategySwap(Instance instance) {
        this.instance = instance;
    }

    /** Puts the first version where bundles are picked up. */
    void prepare() throws IOException {
        write(original(), jar(FIRST), FIRST);
    }

    private Path jar(String version) {
        return instance.base().resolve("deploy/strategy-arbitrage-" + version + ".jar");
    }

    /** Does it and says how it went. */
    String run() throws IOException, InterruptedException {
        final Path part = instance.base().resolve("data/strategy-" + NEXT + ".jar");
        write(original(), part, NEXT);
        Files.move(part, jar(NEXT), StandardCopyOption.ATOMIC_MOVE);
        for (int i = 0; i < 100; i++) {
            if (version(NEXT).isPresent()) {
                // It runs beside the first and builds its index before it acts.
                Thread.sleep(WARM_UP_MS);
                final String said = instance.command("alphapulse:swap " + SLOT).strip();
                // The new one acts from here on; the old one waits beside it and may go.
                Files.delete(jar(FIRST));
                awaitGone();
                done = true;
                return said;
            }
            Thread.sleep(100);
        }
        return "the second version of the strategy did not come up; the first goes on";
    }

    /** Whether the strategy was replaced. */
    boolean done() {
        return done;
    }

    private void awaitGone() throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (version(FIRST).isEmpty()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("the first version of the strategy does not go");
    }

    private Optional<JsonNode> version(String version) throws IOException {
        for (final JsonNode row : instance.json("alphapulse:plugins")) {
            if (SLOT.equals(row.path("id").asText())
                    && version.equals(row.path("version").asText())) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private Path original() throws IOException {
        final Path folder = instance.dist().resolve("system/org/alphapulse/strategy-arbitrage");
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar in " + folder));
        }
    }

    private static void write(Path from, Path to, String version) throws IOException {
        try (JarInputStream in = new JarInputStream(Files.newInputStream(from))) {
            final Manifest manifest = in.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (OutputStream file = Files.newOutputStream(to);
                    JarOutputStream target = new JarOutputStream(file, manifest)) {
                JarEntry entry;
                while ((entry = in.getNextJarEntry()) != null) {
                    target.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(target);
                    target.closeEntry();
                }
            }
        }
    }
}
