package org.alphapulse.protocol.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/** Writes the flyweight of every type, and the constants of their numbers. Run by the build before it compiles. */
public final class FlyweightGenerator {
    private FlyweightGenerator() {}

    /**
     * Writes the sources.
     *
     * @param args the directory that becomes a source root
     * @throws IOException when a file cannot be written
     */
    public static void main(final String[] args) throws IOException {
        final Path folder = Path.of(args[0], "org", "alphapulse", "protocol");
        Files.createDirectories(folder);
        for (final TypeSpec spec : MessageCatalogue.types()) {
            if (!spec.isReserved()) {
                write(folder.resolve(spec.name() + "Flyweight.java"), new FlyweightSource(spec).text());
            }
        }
        write(folder.resolve("TlvTypes.java"), TypesSource.text());
    }

    /** An unchanged file keeps its time, so that the compiler can tell that nothing changed. */
    private static void write(final Path file, final String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }
}
