package org.alphapulse.devnet.karaf;

import java.nio.file.Path;
import java.time.Duration;
import org.alphapulse.api.context.Check;
import org.alphapulse.devnet.ChainSpec;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.NoiseSpec;

/**
 * What the configuration asks for.
 *
 * @param devnet the chains
 * @param noise what others do on each of them, or null for nothing
 */
record DevnetSettings(DevnetSpec devnet, NoiseSpec noise) {
    /** Reads and checks the configuration; a refusal names the key, the value and what is allowed. */
    static DevnetSettings of(DevnetConfig config) {
        final String id = "[1-9][0-9]{0,17}";
        final String[] ids = Check.text(
                        "chains", config::chains, id + "(," + id + ")?", "one or two chain ids separated by a comma")
                .split(",");
        if (ids.length == 2 && ids[0].equals(ids[1])) {
            throw new IllegalArgumentException(
                    "chains=" + config.chains() + " is not allowed; allowed is each chain id once");
        }
        final Duration blockTime =
                Duration.ofSeconds(Check.range("block.time.s", config::block_time_s, 0, 60, "seconds"));
        final int port =
                config.port() == 0 ? 0 : (int) Check.range("port", config::port, 1024, 65_534, "or 0 for any free one");
        final ChainSpec[] chains = new ChainSpec[ids.length];
        for (int i = 0; i < ids.length; i++) {
            chains[i] = new ChainSpec(Long.parseLong(ids[i]), blockTime, port == 0 ? 0 : port + i);
        }
        final DevnetSpec spec = DevnetSpec.defaults().withChains(chains).withSeed(config.seed());
        return new DevnetSettings(
                config.npm().isBlank()
                        ? spec
                        : spec.withNpm(Path.of(config.npm().strip())),
                noise(config));
    }

    private static NoiseSpec noise(DevnetConfig config) {
        if (config.noise_swaps_per_s() == 0) {
            return null;
        }
        return new NoiseSpec(
                config.noise_seed(),
                Check.range("noise.swaps.per.s", config::noise_swaps_per_s, 5, 100, "swaps/s, or 0 for none"),
                Check.decimal("noise.liquidity.per.s", config::noise_liquidity_per_s, 0, 10, "changes/s"),
                Check.decimal("noise.oracle.per.s", config::noise_oracle_per_s, 0, 1, "moves/s"),
                NoiseSpec.of(0, 0).largestShare());
    }
}
