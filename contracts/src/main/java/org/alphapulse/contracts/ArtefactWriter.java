package org.alphapulse.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A step of the build: puts the code of compiled Solidity contracts beside the classes, as digits. */
final class ArtefactWriter {
    private static final Pattern CODE = Pattern.compile("\"bytecode\":\\{\"object\":\"0x([0-9a-f]+)\"");

    private ArtefactWriter() {}

    /** Takes the compiler's output folder, the folder to write to, and the names of contracts. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        for (int i = 2; i < args.length; i++) {
            Matcher code = CODE.matcher(
                    Files.readString(Path.of(args[0]).resolve(args[i] + ".sol").resolve(args[i] + ".json")));
            if (!code.find()) {
                throw new IllegalStateException(args[i] + " has no linked code");
            }
            Files.writeString(folder.resolve(args[i] + ".hex"), code.group(1));
        }
    }
}
