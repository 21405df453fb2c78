package org.alphapulse.devnet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a devnet should be like.
 *
 * @param chains at least one, of different ids
 * @param seed fixes prices and reserves; the same seed gives the same addresses and reserves
 * @param cache folder for deployed states, which are kept between runs; created when missing
 * @param npm the {@code node_modules} folder with the node binary and the protocols' bytecode
 */
public record DevnetSpec(List<ChainSpec> chains, long seed, Path cache, Path npm) {
    /** Copies the list. */
    public DevnetSpec {
        chains = List.copyOf(chains);
        if (chains.isEmpty() || chains.stream().map(ChainSpec::id).distinct().count() != chains.size()) {
            throw new IllegalArgumentException("a devnet needs at least one chain, and each id once: " + chains);
        }
    }

    /**
     * Chains 1 and 137 with a block each second, seed 1, the user's cache folder, and the npm folder that the system property
     * {@code alphapulse.npm} names, or else the environment variable {@code ALPHAPULSE_NPM}, or else {@code
     * contracts/node_modules} in the working directory.
     *
     * @return the specification
     */
    public static DevnetSpec defaults() {
        String caches = System.getenv("XDG_CACHE_HOME");
        Path root = caches == null || caches.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(caches);
        return new DevnetSpec(
                List.of(ChainSpec.of(1), ChainSpec.of(137)),
                1,
                root.resolve("alphapulse").resolve("devnet"),
                Path.of(System.getProperty(
                        "alphapulse.npm", System.getenv().getOrDefault("ALPHAPULSE_NPM", "contracts/node_modules"))));
    }

    /**
     * One chain of id 1 that mines every transaction at once, as most tests want it.
     *
     * @return the specification
     */
    public static DevnetSpec instant() {
        return defaults().withChains(ChainSpec.of(1).withBlockTime(Duration.ZERO));
    }

    /**
     * The same with other chains.
     *
     * @param values at least one
     * @return the specification
     */
    public DevnetSpec withChains(ChainSpec... values) {
        return new DevnetSpec(List.of(values), seed, cache, npm);
    }

    /**
     * The same with another seed.
     *
     * @param value any number
     * @return the specification
     */
    public DevnetSpec withSeed(long value) {
        return new DevnetSpec(chains, value, cache, npm);
    }

    /**
     * The same with another cache folder.
     *
     * @param value a folder, created when missing
     * @return the specification
     */
    public DevnetSpec withCache(Path value) {
        return new DevnetSpec(chains, seed, value, npm);
    }

    /**
     * The same with another npm folder.
     *
     * @param value a {@code node_modules} folder
     * @return the specification
     */
    public DevnetSpec withNpm(Path value) {
        return new DevnetSpec(chains, seed, cache, value);
    }
}
