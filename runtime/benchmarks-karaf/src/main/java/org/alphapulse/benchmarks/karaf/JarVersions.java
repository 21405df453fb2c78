package org.alphapulse.benchmarks.karaf;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes versions of a bundle that differ in nothing but their version. */
final class JarVersions {
    private final Path original;
    private final Path folder;

    JarVersions(Path original, Path folder) {
        this.original = original;
        this.folder = folder;
    }

    Path version(String version) throws IOException {
        final Path copy = folder.resolve("probe-" + version + ".jar");
        try (JarInputStream in = new JarInputStream(Files.newInputStream(original))) {
            final Manifest manifest = in.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (OutputStream file = Files.newOutputStream(copy);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                JarEntry entry;
                while ((entry = in.getNextJarEntry()) != null) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return copy;
    }
}
