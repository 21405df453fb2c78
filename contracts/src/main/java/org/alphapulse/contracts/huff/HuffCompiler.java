package org.alphapulse.contracts.huff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Assembles Huff sources: macros with parameters, labels, constants, functions, includes, {@code __FUNC_SIG}, {@code __ERROR_SIG},
 * {@code __EVENT_HASH} and {@code __codesize}, and every instruction of the Cancun fork. Includes are looked for beside the first source.
 * Safe for use by many threads.
 */
public final class HuffCompiler {
    private static final int SHORT_SIZE = 256;

    private final boolean push0;

    /**
     * Makes a compiler.
     *
     * @param push0 whether zeros are pushed by PUSH0, which chains before the Shanghai fork do not know
     */
    public HuffCompiler(boolean push0) {
        this.push0 = push0;
    }

    /**
     * Returns the code that deploys the source's {@code MAIN}: its {@code CONSTRUCTOR}, if it has one, then a copy of {@code MAIN} to
     * memory and a return of it, then {@code MAIN}. Constructor arguments go after it.
     *
     * @throws HuffException if the source is not correct
     * @throws UncheckedIOException if a source cannot be read
     */
    public byte[] initCode(Path source) {
        Parser program = new Parser(file -> text(source.resolveSibling(file)));
        program.read(source.getFileName().toString());
        byte[] runtime = new Assembler(program, push0).assemble("MAIN");
        byte[] constructor = program.macros().containsKey("CONSTRUCTOR")
                ? new Assembler(program, push0).assemble("CONSTRUCTOR")
                : new byte[0];
        byte[] copy = copy(constructor.length, runtime.length);
        byte[] all = new byte[constructor.length + copy.length + runtime.length];
        System.arraycopy(constructor, 0, all, 0, constructor.length);
        System.arraycopy(copy, 0, all, constructor.length, copy.length);
        System.arraycopy(runtime, 0, all, constructor.length + copy.length, runtime.length);
        return all;
    }

    /** PUSH size, DUP1, PUSH offset, RETURNDATASIZE (a zero), CODECOPY, RETURNDATASIZE, RETURN. */
    private static byte[] copy(int before, int size) {
        HexFormat hex = HexFormat.of();
        String pushSize =
                size < SHORT_SIZE ? "60" + hex.toHexDigits((byte) size) : "61" + hex.toHexDigits((short) size);
        int offset = before + pushSize.length() / 2 + 7;
        String pushOffset = offset < SHORT_SIZE
                ? "60" + hex.toHexDigits((byte) offset)
                : "61" + hex.toHexDigits((short) (offset + 1));
        return hex.parseHex(pushSize + "80" + pushOffset + "3d393df3");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Assembles sources for Cancun into files of hexadecimal digits.
     *
     * @param args the folder to write to, then the sources
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        HuffCompiler compiler = new HuffCompiler(true);
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (String source : List.of(args).subList(1, args.length)) {
            Path path = Path.of(source);
            String name = path.getFileName().toString().replace(".huff", ".hex");
            Files.writeString(folder.resolve(name), HexFormat.of().formatHex(compiler.initCode(path)));
        }
    }
}
