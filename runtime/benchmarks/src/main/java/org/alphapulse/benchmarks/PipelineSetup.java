package org.alphapulse.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.signer.keystore.ImportKey;

/** The configuration of the plugins of the pipeline by PID, one for the plain JVM and for the distribution. */
final class PipelineSetup {
    static final String STRATEGY = "org.alphapulse.strategy.arbitrage";
    static final String EXECUTOR = "org.alphapulse.executor.flashloan";
    static final String LIMITS = "org.alphapulse.risk.limits";
    static final String SIGNER = "org.alphapulse.signer.keystore";
    static final String CHANNEL = "org.alphapulse.submission.public";
    static final String LEDGER = "org.alphapulse.ledger";
    static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
    static final String CONTRACT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

    private PipelineSetup() {}

    /** Writes the key where the configuration says, and gives the configuration. */
    static Map<String, Map<String, Object>> make(PipelineInput input, Path folder, Path node) throws IOException {
        final Path keystore = folder.resolve("key.json");
        final Path passphrase = Files.writeString(folder.resolve("passphrase"), "benchmark\n");
        ImportKey.write(keystore, passphrase, KEY);
        final Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        all.put(STRATEGY, strategy(input));
        all.put(
                EXECUTOR,
                Map.of(
                        "chain.id",
                        Long.toString(PipelineInput.CHAIN_ID),
                        "nodes",
                        node.toString(),
                        "contract",
                        CONTRACT,
                        "poll.ms",
                        "250"));
        all.put(CHANNEL, Map.of("chain.id", Long.toString(PipelineInput.CHAIN_ID), "nodes", node.toString()));
        all.put(LIMITS, Map.of("max.plans.per.second", "1000000"));
        all.put(SIGNER, Map.of("keystore.file", keystore.toString(), "passphrase.file", passphrase.toString()));
        all.put(LEDGER, Map.of("directory", folder.resolve("ledger").toString()));
        return all;
    }

    private static Map<String, Object> strategy(PipelineInput input) {
        final String[] starts = new String[input.starts()];
        for (int i = 0; i < starts.length; i++) {
            final InstrumentId id = InstrumentId.ofAddress(
                    Venues.standard().code("chain"), InstrumentKind.TOKEN, PipelineInput.CHAIN_ID, input.tokens()[i]);
            starts[i] = id + "|340282366920938463463374607431768211455|1|1|vault@0";
        }
        final Map<String, Object> values = new LinkedHashMap<>();
        values.put("start.tokens", starts);
        values.put("priority.fee.wei", "0");
        values.put("long.hops", "0");
        values.put("cooldown.blocks", "0");
        return values;
    }

    /** Writes the configuration files of an instance in which the executor uses the signer that stands in for the real one. */
    static void write(Map<String, Map<String, Object>> all, Path etc) throws IOException {
        final Map<String, Map<String, Object>> inside = new LinkedHashMap<>(all);
        inside.computeIfPresent(EXECUTOR, (pid, values) -> {
            final Map<String, Object> more = new LinkedHashMap<>(values);
            more.put("signer.target", "(benchmark.telling=true)");
            return more;
        });
        for (final Map.Entry<String, Map<String, Object>> one : inside.entrySet()) {
            final String name = one.getKey().equals(LEDGER) ? one.getKey() : one.getKey() + "-main";
            Files.deleteIfExists(etc.resolve(name + ".cfg"));
            final StringBuilder text = new StringBuilder();
            one.getValue().forEach((key, value) -> text.append(key)
                    .append('=')
                    .append(
                            value instanceof String[] array
                                    ? "[\"" + String.join("\",\"", array) + "\"]"
                                    : "\"" + value + "\"")
                    .append('\n'));
            Files.writeString(etc.resolve(name + ".config"), text);
        }
    }
}
