package org.alphapulse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.alphapulse.collector.evm.ChainFile;

/** Whether the files of an instance say what the bundles understand, and keep to themselves what is secret. */
final class ConfigurationCheck {
    private static final String OURS = "org.alphapulse.";
    private static final String FEATURES = "org.apache.karaf.features.cfg";
    private static final Set<String> COMMON =
            Set.of("slot", "delivery", "overflow", "state.schema", "topics", "felix.fileinstall.filename");

    private final Findings found;
    private final Path etc;
    private final Path data;
    private final Metatypes metatypes;
    private final Features features;
    private final Map<String, String> environment;
    private final List<ConfigurationFile> files = new ArrayList<>();

    /** The distribution is given by what it says of its bundles; the environment is that with which the engine is started. */
    ConfigurationCheck(
            Findings found,
            Path etc,
            Path data,
            Metatypes metatypes,
            Features features,
            Map<String, String> environment) {
        this.found = found;
        this.etc = etc;
        this.data = data;
        this.metatypes = metatypes;
        this.features = features;
        this.environment = environment;
    }

    List<ConfigurationFile> run() throws IOException {
        found.area("configuration");
        final List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.list(etc)) {
            all.filter(path -> path.getFileName().toString().matches("org\\.alphapulse\\..*\\.(cfg|config)"))
                    .sorted()
                    .forEach(paths::add);
        }
        for (final Path path : paths) {
            check(path);
        }
        chainFiles();
        installed();
        live();
        return files;
    }

    private void check(Path path) {
        final ConfigurationFile file;
        try {
            file = ConfigurationFile.read(path, Map.of("karaf.data", data.toString(), "karaf.etc", etc.toString()));
        } catch (IOException | IllegalArgumentException e) {
            found.mend(path.getFileName().toString(), "cannot be read: " + e.getMessage(), "correct the file");
            return;
        }
        files.add(file);
        final Map<String, Metatypes.Key> keys = metatypes.keys(file.pid());
        if (keys == null) {
            found.mend(
                    file.name(),
                    "no bundle has the PID " + file.pid(),
                    "rename the file; did you mean " + nearest(file.pid(), metatypes.pids()) + "-NAME.cfg?");
            return;
        }
        final int before = found.all().size();
        file.values().forEach((key, values) -> value(file, keys, key, values));
        keys.forEach((key, meta) -> {
            if (meta.required() && !file.values().containsKey(key)) {
                found.mend(file.name(), key + " is missing", "add it: " + meta.description());
            }
        });
        if (file.pid().equals(OURS + "signer.keystore")) {
            secret(file, "keystore.file");
            passphrase(file, keys);
        }
        if (file.pid().equals(OURS + "collector.evm")) {
            chain(file);
        }
        if (found.all().size() == before) {
            found.ok(file.name(), file.values().size() + " values");
        }
    }

    private void value(ConfigurationFile file, Map<String, Metatypes.Key> keys, String key, List<String> values) {
        final Metatypes.Key meta = keys.get(key);
        if (meta == null) {
            if (!COMMON.contains(key)) {
                found.mend(
                        file.name(),
                        key + " is no key of " + file.pid(),
                        "remove it, or did you mean " + nearest(key, keys.keySet()) + "?");
            }
            return;
        }
        if (!meta.list() && values.size() > 1) {
            found.mend(file.name(), key + " has " + values.size() + " values", "give one: " + meta.description());
        }
        for (final String value : values) {
            final String refusal = meta.refusal(value);
            if (!refusal.isEmpty()) {
                found.mend(
                        file.name(),
                        key + "=" + value + " is not allowed, " + refusal,
                        "allowed: " + meta.description());
            }
        }
    }

    /** In a file, or when none is named in a variable of the environment that the engine is started with. */
    private void passphrase(ConfigurationFile file, Map<String, Metatypes.Key> keys) {
        if (!file.first("passphrase.file").isEmpty()) {
            secret(file, "passphrase.file");
            return;
        }
        final String key = "passphrase.env";
        final String variable = file.values().containsKey(key)
                ? file.first(key)
                : keys.containsKey(key) ? keys.get(key).otherwise() : "";
        if (!environment.containsKey(variable)) {
            found.mend(
                    file.name(),
                    "there is no passphrase: passphrase.file is empty, and the variable " + variable + " is not set",
                    "name a file, or export the variable where the engine is started");
        }
    }

    private void secret(ConfigurationFile file, String key) {
        final String name = file.first(key);
        final Path path = Path.of(name);
        if (name.isEmpty() || !Files.isReadable(path)) {
            found.mend(
                    file.name(),
                    key + "=" + name + " cannot be read",
                    "./alphapulse import-key makes a keystore, see docs/how-to/arm-live-trading.md");
            return;
        }
        try {
            final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))) {
                found.mend(
                        file.name(),
                        path + " may be read by others (" + PosixFilePermissions.toString(permissions) + ")",
                        "chmod 600 " + path);
            }
        } catch (IOException | UnsupportedOperationException e) {
            found.mend(file.name(), "the permissions of " + path + " cannot be read: " + e.getMessage(), "check it");
        }
    }

    private void chain(ConfigurationFile file) {
        try {
            file.chain();
        } catch (IllegalArgumentException e) {
            found.mend(file.name(), e.getMessage(), "correct the chain, or write its file");
        }
    }

    /** Chain files of one's own, used or not. */
    private void chainFiles() throws IOException {
        final Path folder = etc.resolve("alphapulse-chains");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> own = Files.list(folder)) {
            for (final Path path : (Iterable<Path>) own.sorted()::iterator) {
                final String name = path.getFileName().toString();
                try {
                    final ChainFile chain = ChainFile.load(name.replace(".properties", ""), folder);
                    found.ok(
                            "alphapulse-chains/" + name,
                            chain.factories().size() + " factories, "
                                    + chain.tokens().size() + " tokens");
                } catch (IllegalArgumentException e) {
                    found.mend("alphapulse-chains/" + name, e.getMessage(), "correct the file");
                }
            }
        }
    }

    private List<ConfigurationFile> of(String pid) {
        return files.stream().filter(file -> file.pid().equals(OURS + pid)).toList();
    }

    /** Live mode needs limits, breakers with prices, a ledger, a key, a channel and an executor, the only one. */
    private void live() {
        for (final ConfigurationFile engine : of("engine")) {
            if ("live".equals(engine.first("mode"))) {
                configured();
                required(engine);
                kept();
            }
        }
    }

    /** What Maven made is deleted by a clean build, without a word and under a running engine. */
    private void kept() {
        for (final Path folder : data.toAbsolutePath().normalize()) {
            if (folder.toString().equals("target")) {
                found.mend(
                        "live mode",
                        "./mvnw clean deletes " + data.getParent() + " with ledger, halts and configuration",
                        "move it out of the target folder and name it by ALPHAPULSE_HOME, see"
                                + " docs/how-to/arm-live-trading.md");
                return;
            }
        }
    }

    private void configured() {
        for (final String needed : new String[] {
            "risk.limits", "risk.breakers", "ledger", "signer.keystore", "submission.public", "executor.flashloan"
        }) {
            if (of(needed).isEmpty()) {
                found.mend(
                        "live mode",
                        "nothing configures " + OURS + needed,
                        "write etc/" + OURS + needed + "-main.cfg, see docs/how-to/arm-live-trading.md");
            }
        }
        for (final ConfigurationFile breakers : of("risk.breakers")) {
            if (breakers.first("tokens").isBlank()) {
                found.mend(
                        breakers.name(),
                        "tokens is empty in live mode",
                        "every plan would be refused: add the tokens you trade");
            }
        }
        for (final ConfigurationFile paper : of("executor.paper")) {
            found.mend(
                    paper.name(),
                    "fills on paper are rejected in live mode, and one executor gets all plans",
                    "remove the file");
        }
    }

    /** A monitor that is not required lets every plan through while it is not bound. */
    private void required(ConfigurationFile engine) {
        final List<String> required =
                List.of(engine.first("required.monitors").trim().split("\\s*,\\s*"));
        for (final String monitor : List.of("risk.limits", "risk.breakers")) {
            if (of(monitor).stream().map(ConfigurationFile::plugin).noneMatch(required::contains)) {
                found.mend(
                        engine.name(),
                        "required.monitors has no configured " + monitor + " in live mode",
                        "add " + monitor + "~main, or as its file is called");
            }
        }
    }

    /** What is configured but not installed at a start is waited for: the engine does not get READY. */
    private void installed() {
        final Set<String> bundles;
        try {
            final ConfigurationFile boot = ConfigurationFile.read(etc.resolve(FEATURES), Map.of());
            bundles = features.bundles(List.of(boot.first("featuresBoot").split("[\\s,()]+")));
        } catch (IOException | IllegalArgumentException e) {
            found.mend(FEATURES, "cannot be read: " + e.getMessage(), "restore it from the distribution");
            return;
        }
        for (final ConfigurationFile file : files) {
            final String artifact = metatypes.artifact(file.pid());
            if (artifact != null && !bundles.contains(artifact)) {
                found.mend(
                        file.name(),
                        "nothing reads it after a start: featuresBoot has no "
                                + String.join(" or ", features.with(artifact)),
                        "add it to featuresBoot in etc/" + FEATURES + ", or remove the file");
            }
        }
    }

    /** The known name that is most like another. */
    static String nearest(String name, Iterable<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (final String candidate : known) {
            final int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int change = row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(change, Math.min(row[j], next[j - 1]) + 1);
            }
            row = next;
        }
        return row[b.length()];
    }
}
