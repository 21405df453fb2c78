package org.alphapulse.contracts.huff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuffCompilerTest {
    private static final String[] WORDS = {
        "add",
        "mul",
        "sub",
        "div",
        "dup1",
        "dup7",
        "swap1",
        "swap16",
        "pop",
        "calldataload",
        "caller",
        "sha3",
        "mstore",
        "mload",
        "sload",
        "sstore",
        "jumpi",
        "jump",
        "byte",
        "shl",
        "shr",
        "log2",
        "codecopy",
        "returndatasize",
        "gas",
        "call",
        "staticcall",
        "number",
        "timestamp",
        "coinbase",
        "extcodesize",
        "xor",
        "iszero",
        "slt"
    };

    @TempDir
    Path folder;

    private Path source(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String assembled(boolean push0, String text) throws IOException {
        return HexFormat.of().formatHex(new HuffCompiler(push0).initCode(source("t.huff", text)));
    }

    private String runtime(String body) throws IOException {
        String all = assembled(true, "#define macro MAIN() = takes (0) returns (0) {" + body + "}");
        return all.substring(all.indexOf("3d393df3") + 8);
    }

    /** The npm compiler's output for the same source. */
    private String huffc(Path source) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("./huffc-shim", "--bytecode", source.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertEquals(0, process.waitFor(), output);
        return output.substring(output.lastIndexOf('\n') + 1).trim();
    }

    @Test
    void shouldAgreeWithTheNpmCompilerOnRandomSources() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("node_modules", "huffc")), "huffc is not installed: run ./npm-install");
        int rounds = Boolean.getBoolean("alphapulse.long") ? 100 : 2;
        for (int seed = 0; seed < rounds; seed++) {
            String text = randomSource(new Random(seed));
            assertEquals(huffc(source("r.huff", text)), assembled(false, text), text);
        }
    }

    /** Constants, nested macros with parameters, labels forwards and backwards, literals of every width. */
    private static String randomSource(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append("#define constant C")
                    .append(i)
                    .append(" = ")
                    .append(literal(random))
                    .append("\n");
        }
        for (int i = 0; i < 4; i++) {
            text.append("#define macro M").append(i).append("(a, b) = takes (0) returns (0) {\n");
            text.append("  first").append(i).append(":\n");
            body(text, random, i, "<a>", "<b>", "first" + i, "last" + i);
            text.append("  last").append(i).append(":\n}\n");
        }
        text.append("#define macro MAIN() = takes (0) returns (0) {\n  start:\n");
        body(text, random, 4, literal(random), "[C1]", "start", "end");
        return text.append("  end:\n stop\n}\n").toString();
    }

    private static void body(StringBuilder text, Random random, int macros, String... extras) {
        for (int i = 0; i < 40; i++) {
            int what = random.nextInt(10);
            text.append(' ');
            if (what == 0) {
                text.append(literal(random));
            } else if (what == 1) {
                text.append("[C").append(random.nextInt(5)).append(']');
            } else if (what == 2) {
                text.append(extras[random.nextInt(extras.length)]);
            } else {
                text.append(WORDS[random.nextInt(WORDS.length)]);
            }
            text.append(i % 8 == 7 ? "\n" : "");
        }
        if (macros > 0) {
            text.append(" M")
                    .append(macros - 1)
                    .append('(')
                    .append(literal(random))
                    .append(", ")
                    .append(literal(random))
                    .append(")\n");
        }
    }

    private static String literal(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(32)];
        random.nextBytes(bytes);
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    @Test
    void shouldPushZeroWithoutAnOperandWhenTheChainKnowsIt() throws IOException {
        assertEquals("5f6000", runtime("0x00 0x00").replaceFirst("5f$", "6000"));
        assertEquals("5f", runtime("0x00"));
        assertEquals("610000", runtime("0x0000"));
    }

    /** Selectors and topics published in the ERC-20 standard. */
    @Test
    void shouldHashSignatures() throws IOException {
        assertEquals("63a9059cbb", runtime("__FUNC_SIG(\"transfer(address,uint256)\")"));
        assertEquals(
                "7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
                runtime("__EVENT_HASH(\"Transfer(address,address,uint256)\")"));
        String declared = "#define function balanceOf(address) view returns (uint256)\n"
                + "#define macro MAIN() = takes (0) returns (0) { __FUNC_SIG(balanceOf) }";
        assertTrue(assembled(true, declared).endsWith("6370a08231"));
    }

    @Test
    void shouldKnowTransientStorageAndMemoryCopy() throws IOException {
        assertEquals("5c5d5e5f", runtime("tload tstore mcopy 0x00"));
    }

    @Test
    void shouldIncludeEachSourceOnce() throws IOException {
        source("a.huff", "#define macro A() = takes (0) returns (0) { add }");
        source("b.huff", "#include \"a.huff\"\n#define macro B() = takes (0) returns (0) { A() mul }");
        String all = assembled(
                true,
                "#include \"a.huff\"\n#include \"b.huff\"\n#define macro MAIN() = takes (0) returns (0) { A() B() }");
        assertTrue(all.endsWith("010102"));
    }

    @Test
    void shouldPassMacrosAsArguments() throws IOException {
        String all = assembled(
                true,
                "#define macro INNER(x) = takes (0) returns (0) { <x> not }\n"
                        + "#define macro OUTER(y) = takes (0) returns (0) { <y> mul }\n"
                        + "#define macro MAIN() = takes (0) returns (0) { OUTER(INNER(0x07) dup2) }");
        assertTrue(all.endsWith("6007198102"));
    }

    @Test
    void shouldNameFileLineAndReasonWhenTheSourceIsWrong() {
        refuses("t.huff:2: 'nowhere' is no instruction", "MAIN() = takes (0) returns (0) {\n nowhere jump }");
        refuses("t.huff:2: no constant X", "MAIN() = takes (0) returns (0) {\n [X] }");
        refuses("t.huff:2: no macro F", "MAIN() = takes (0) returns (0) {\n F() }");
        refuses("t.huff:1: macro uses itself", "MAIN() = takes (0) returns (0) { MAIN() }");
        refuses("t.huff:3: label a is set twice", "MAIN() = takes (0) returns (0) {\n a:\n a: }");
        refuses("t.huff:1: unexpected character '%'", "MAIN() = takes (0) returns (0) { % }");
        refuses("t.huff:1: the source ends", "MAIN() = takes (0) returns (0) { add");
    }

    private void refuses(String reason, String macro) {
        HuffException e = assertThrows(HuffException.class, () -> assembled(true, "#define macro " + macro));
        assertTrue(e.getMessage().startsWith(reason), e.getMessage());
    }
}
