package org.alphapulse.devnet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Reads the node binary and the protocols' bytecode from an npm folder. Thread-safe. */
final class Npm {
    private static final String REMEDY =
            ": run ./mvnw -pl contracts generate-resources in a clone of AlphaPulse, and name its contracts/node_modules by the"
                    + " system property alphapulse.npm or the environment variable ALPHAPULSE_NPM";
    private static final String AAVE = "@aave/core-v3/artifacts/contracts/";
    private final Path modules;
    private final JsonFactory json = new JsonFactory();

    Npm(Path modules) {
        if (!Files.isDirectory(modules.resolve("@uniswap"))) {
            throw new IllegalStateException("no npm packages in " + modules.toAbsolutePath() + REMEDY);
        }
        this.modules = modules;
    }

    Path anvil() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Path packaged = modules.resolve("@foundry-rs/anvil-" + os + "-" + cpu + "/bin/anvil");
        String configured = System.getProperty("alphapulse.anvil");
        Path binary = configured == null ? packaged : Path.of(configured);
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException(
                    "no node binary at " + binary + REMEDY
                            + "; where npm has none for this machine, set the system property alphapulse.anvil to an anvil 1.7");
        }
        return binary;
    }

    /** What the state of a chain depends on besides its specification. */
    String lock() {
        return read(modules.resolve(".package-lock.json"));
    }

    String uniswapV2(String name) {
        return bytecode("@uniswap/v2-core/build/" + name + ".json", "bytecode");
    }

    String uniswapV2Periphery(String name) {
        return bytecode("@uniswap/v2-periphery/build/" + name + ".json", "bytecode");
    }

    String uniswapV3(String name) {
        return bytecode("@uniswap/v3-core/artifacts/contracts/" + name + ".sol/" + name + ".json", "bytecode");
    }

    String uniswapV3Periphery(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return bytecode("@uniswap/v3-periphery/artifacts/contracts/" + path + ".sol/" + name + ".json", "bytecode");
    }

    String balancer(String task, String name) {
        return bytecode(
                "@balancer-labs/v2-deployments/dist/tasks/" + task + "/bytecode/" + name + ".json", "creationCode");
    }

    /** Aave's bytecode with the placeholders of its libraries, {@code __$hash of the library's full name$__}, filled in. */
    String aave(String path, Map<String, String> libraries) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String code = bytecode(AAVE + path + ".sol/" + name + ".json", "bytecode");
        for (Map.Entry<String, String> library : libraries.entrySet()) {
            String source = "contracts/protocol/libraries/logic/" + library.getKey() + ".sol:" + library.getKey();
            String placeholder = "__$" + Abi.keccak(source).substring(2, 36) + "$__";
            code = code.replace(placeholder, library.getValue().substring(2));
        }
        return code;
    }

    private String bytecode(String path, String field) {
        Path file = modules.resolve(path);
        try (JsonParser parser = json.createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(field);
                parser.nextToken();
                if (found) {
                    String code = parser.getText();
                    return code.startsWith("0x") ? code : "0x" + code;
                }
                parser.skipChildren();
            }
        } catch (FileNotFoundException missing) {
            throw new IllegalStateException("no bytecode at " + file + REMEDY, missing);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
        throw new IllegalStateException("no " + field + " in " + file);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
