package org.alphapulse.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Deployed states on disk, each made once by a node that mines only when told to. */
final class StateCache {
    static final int ACCOUNTS = 12;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A change in any of these makes another state. */
    private static final List<Class<?>> MAKERS = List.of(
            AaveDeployment.class,
            BalancerDeployment.class,
            Deployer.class,
            Depth.class,
            Recipe.class,
            StateCache.class,
            UniswapDeployment.class);

    private final Path root;
    private final Npm npm;
    private final HttpClient http;

    StateCache(Path root, Npm npm, HttpClient http) {
        this.root = root;
        this.npm = npm;
        this.http = http;
    }

    /** A chain's state file and what is in it. */
    record Entry(Path state, Deployment deployment) {}

    /** Finds the state or makes it. */
    Entry get(long chainId, long seed) {
        Path folder = root.resolve(chainId + "-" + seed + "-" + fingerprint());
        try {
            if (!Files.isRegularFile(folder.resolve("deployment.json"))) {
                make(folder, chainId, seed);
            }
            Deployment deployment =
                    JSON.readValue(folder.resolve("deployment.json").toFile(), Deployment.class);
            return new Entry(folder.resolve("state.json"), deployment);
        } catch (IOException unusable) {
            throw new UncheckedIOException("cannot use the cache folder " + folder, unusable);
        }
    }

    static List<String> nodeArguments(long chainId) {
        return List.of(
                "--chain-id",
                Long.toString(chainId),
                "--accounts",
                Integer.toString(ACCOUNTS),
                "--balance",
                "1000000000",
                "--hardfork",
                "prague");
    }

    static List<Account> accounts(Anvil node) throws IOException {
        JsonNode config = JSON.readTree(node.config().toFile());
        List<Account> accounts = new ArrayList<>();
        for (JsonNode address : config.path("available_accounts")) {
            int index = accounts.size();
            accounts.add(new Account(
                    index,
                    address.asText(),
                    config.path("private_keys").path(index).asText()));
        }
        return List.copyOf(accounts);
    }

    private void make(Path folder, long chainId, long seed) throws IOException {
        List<String> arguments = new ArrayList<>(nodeArguments(chainId));
        arguments.addAll(List.of("--no-mining", "--gas-limit", "20000000000", "--base-fee", "1000000000"));
        arguments.addAll(List.of("--timestamp", Long.toString(Deployer.GENESIS_SECONDS)));
        Files.createDirectories(root);
        Path draft = Files.createTempDirectory(root, "draft-");
        try (Anvil node = Anvil.start(npm.anvil(), arguments)) {
            Rpc rpc = new Rpc(http, URI.create("http://127.0.0.1:" + node.port()));
            List<Account> accounts = accounts(node);
            Deployer deployer = new Deployer(rpc, accounts.get(0).address());
            Deployment deployment = new Recipe(deployer, npm, seed, accounts).deploy();
            byte[] zipped =
                    HexFormat.of().parseHex(rpc.call("anvil_dumpState").asText().substring(2));
            try (InputStream state = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
                Files.copy(state, draft.resolve("state.json"));
            }
            JSON.writeValue(draft.resolve("deployment.json").toFile(), deployment);
        }
        publish(draft, folder);
        prune();
    }

    /** Whoever is first wins; the states of two makers are the same. */
    private static void publish(Path draft, Path folder) throws IOException {
        try {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            if (!Files.isDirectory(folder)) {
                throw taken;
            }
            delete(draft);
        }
    }

    /** Removes states that were made long ago, by other code or for other packages, and what a killed maker left. */
    private void prune() {
        FileTime limit = FileTime.from(Instant.now().minus(KEPT));
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
                    delete(folder);
                }
            }
        } catch (IOException otherwiseUsed) {
            // Another process tidies up at the same time, or something else lies here; both can wait for the next time.
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private String fingerprint() {
        StringBuilder parts = new StringBuilder(npm.lock());
        for (Class<?> maker : MAKERS) {
            try (InputStream code = maker.getResourceAsStream(maker.getSimpleName() + ".class")) {
                if (code != null) {
                    parts.append(HexFormat.of().formatHex(code.readAllBytes()));
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read the class file of " + maker, unreadable);
            }
        }
        byte[] hash = Keccak.hash(parts.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
