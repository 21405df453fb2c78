package org.alphapulse.collector.evm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.alphapulse.model.Venues;

/**
 * What is known of a chain before it is asked: read from the bundle, where the files of the usual chains are, and from {@code
 * etc/alphapulse-chains}, whose entries take precedence.
 *
 * @param name of the file
 * @param chainId of the chain
 * @param blockTimeMs usual time between blocks
 * @param multicall contract for many reads, or empty
 * @param multicallKind {@code multicall3} or {@code uniswap}
 * @param factories that make pools
 * @param tokens addresses of the tokens whose pools are looked up
 * @param entries all of it as it is written
 */
public record ChainFile(
        String name,
        long chainId,
        long blockTimeMs,
        String multicall,
        String multicallKind,
        List<Factory> factories,
        List<String> tokens,
        Map<String, String> entries) {
    /**
     * A contract that makes pools.
     *
     * @param venue code of the venue
     * @param concentrated whether its pools have ticks
     * @param address 20 bytes in lower-case hexadecimal
     * @param fees swap fees in millionths; one for constant product, all that exist for pools with ticks
     * @param fromBlock where it was made
     */
    public record Factory(int venue, boolean concentrated, String address, List<Integer> fees, long fromBlock) {}

    /**
     * Reads a chain file.
     *
     * @param name of the chain
     * @param overrides folder of files that take precedence
     * @return what is known
     * @throws IllegalArgumentException that names what is wrong and what is allowed
     */
    public static ChainFile load(String name, Path overrides) {
        final Properties all = new Properties();
        try (InputStream in = ChainFile.class.getResourceAsStream("chains/" + name + ".properties")) {
            if (in != null) {
                all.load(in);
            }
            final Path own = overrides.resolve(name + ".properties");
            if (Files.exists(own)) {
                try (InputStream file = Files.newInputStream(own)) {
                    all.load(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("chain=" + name + ": its file cannot be read: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("chain=" + name
                    + " is not allowed; allowed is ethereum, polygon, arbitrum, base, optimism, bsc, devnet, or the name of a"
                    + " file in " + overrides);
        }
        return of(name, all);
    }

    static ChainFile of(String name, Properties all) {
        final List<Factory> factories = new ArrayList<>();
        final List<String> tokens = new ArrayList<>();
        all.stringPropertyNames().stream().sorted().forEach(key -> {
            if (key.startsWith("factory.")) {
                factories.add(factory(name, key.substring(8), all.getProperty(key)));
            } else if (key.startsWith("token.")) {
                tokens.add(address(name, key, all.getProperty(key)));
            }
        });
        return new ChainFile(
                name,
                number(name, all, "chain.id", "0"),
                number(name, all, "block.time.ms", "2000"),
                all.getProperty("multicall", "").trim(),
                all.getProperty("multicall.kind", "multicall3").trim(),
                factories,
                tokens,
                all.stringPropertyNames().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                key -> key, key -> all.getProperty(key).trim())));
    }

    private static Factory factory(String file, String venueName, String text) {
        final String[] parts = text.trim().split("\\s*,\\s*");
        final int venue = Venues.standard().code(venueName);
        if (venue == 0 || parts.length < 3 || !parts[0].matches("v2|v3")) {
            throw new IllegalArgumentException("chain file " + file + ": factory." + venueName + "=" + text
                    + " is not allowed; allowed is v2|v3,ADDRESS,FEE[;FEE...][,FROM_BLOCK] for a known venue");
        }
        final List<Integer> fees = new ArrayList<>();
        for (final String fee : parts[2].split(";")) {
            fees.add(Integer.valueOf(fee));
        }
        return new Factory(
                venue,
                "v3".equals(parts[0]),
                address(file, "factory." + venueName, parts[1]),
                fees,
                parts.length > 3 ? Long.parseLong(parts[3]) : 0);
    }

    private static String address(String file, String key, String text) {
        final String address = text.trim().toLowerCase(Locale.ROOT);
        if (!address.matches("0x[0-9a-f]{40}")) {
            throw new IllegalArgumentException("chain file " + file + ": " + key + "=" + text
                    + " is not allowed; allowed is an address of 40 digits after 0x");
        }
        return address;
    }

    private static long number(String file, Properties all, String key, String otherwise) {
        try {
            return Long.parseLong(all.getProperty(key, otherwise).trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "chain file " + file + ": " + key + "=" + all.getProperty(key) + " is no number", e);
        }
    }
}
