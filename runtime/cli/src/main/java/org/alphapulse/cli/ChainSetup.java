package org.alphapulse.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.NodeSpec;
import org.alphapulse.collector.evm.ChainFile;

/**
 * Sets an instance up for paper trading on a chain: tries the endpoints, asks the chain for its tokens' decimals and prices, and writes the
 * configuration. A file that a person has made his own by deleting its first line is left as it is.
 */
final class ChainSetup {
    private static final String MARK = "# Written by ./alphapulse run --chain; delete this line to keep your changes.";
    private static final BigDecimal CENTS = new BigDecimal("0.05");
    private static final BigInteger TINY_WEI = BigInteger.TEN.pow(14);
    private static final long LENDING_FEE_PPM = 500;

    private final Path etc;
    private final String name;
    private final String endpoints;
    private final ChainFile chain;
    private final String wrapped;
    private final List<String> said = new ArrayList<>();

    /** A token in which routes may start. */
    private record Start(String id, BigDecimal unitsPerWei, BigInteger capital, BigInteger minimum, String funding) {
        String text() {
            return id + "|" + capital + "|" + minimum + "|" + plain() + "|" + funding;
        }

        String plain() {
            return unitsPerWei.toPlainString();
        }

        /** The capital in native coins, rounded up. */
        BigDecimal coins() {
            return new BigDecimal(capital)
                    .divide(unitsPerWei, 0, RoundingMode.UP)
                    .movePointLeft(18);
        }
    }

    /**
     * Reads the chain file.
     *
     * @throws IllegalArgumentException if the chain or an endpoint is not allowed, saying what is
     */
    ChainSetup(Path etc, String name, String endpoints) {
        this.etc = etc;
        this.name = name;
        this.endpoints = endpoints;
        this.chain = ChainFile.load(name, etc.resolve("alphapulse-chains"));
        this.wrapped = chain.entries().get("token." + chain.entries().getOrDefault("wrapped", ""));
        if (wrapped == null) {
            throw new IllegalArgumentException("the chain file of " + name
                    + " has no wrapped = SYMBOL with token.SYMBOL = address; prices are counted in it, see"
                    + " docs/how-to/chains.md");
        }
    }

    /** Does it; gives what to tell the person. */
    List<String> run() throws IOException {
        final List<NodeSpec> nodes = NodeSpec.parse(endpoints);
        final long chainId = tryOut(nodes);
        final String multicall = chain.multicall();
        try (ChainClient client = new ChainClient(new ChainSettings(nodes, 10_000, multicall, chain.multicallKind()))) {
            final TokenMarket market = new TokenMarket(client, chain, chainId);
            write(chainId, market);
        }
        return said;
    }

    private long tryOut(List<NodeSpec> nodes) {
        long chainId = chain.chainId();
        for (final NodeSpec node : nodes) {
            final Endpoint endpoint = Endpoint.of(node);
            if (!endpoint.reachable()) {
                throw new IllegalStateException("endpoint " + endpoint.problem()
                        + "; check the address, and that the node runs and lets this machine in");
            }
            if (!endpoint.subscription().isEmpty()) {
                throw new IllegalStateException("endpoint " + node.name() + ": " + endpoint.subscription()
                        + "; give --ws an address of the form wss://... of a node with subscriptions");
            }
            // A local chain may have any id; its contracts have the same addresses on each.
            if (endpoint.chainId() != chainId && !"devnet".equals(name)) {
                throw new IllegalStateException("endpoint " + node.name() + " is on chain " + endpoint.chainId()
                        + ", but " + name + " is chain " + chainId + "; check the address or the --chain");
            }
            chainId = endpoint.chainId();
            said.add(node.name() + " is on chain " + chainId + " at block "
                    + endpoint.head().number() + ", " + endpoint.headAgeSeconds() + " s old");
        }
        return chainId;
    }

    private void write(long chainId, TokenMarket market) throws IOException {
        TokenMarket.Market reference = null;
        final Map<String, Start> starts = new TreeMap<>();
        final BigDecimal cent = cents(market);
        for (final Map.Entry<String, String> entry : chain.entries().entrySet()) {
            if (!entry.getKey().startsWith("token.")) {
                continue;
            }
            final String symbol = entry.getKey().substring(6);
            final boolean coin = entry.getValue().equalsIgnoreCase(wrapped);
            final TokenMarket.Market deepest = coin ? null : market.deepest(entry.getValue(), wrapped);
            if (!coin && deepest == null) {
                said.add(symbol + " has no pool with the wrapped coin: no route starts with it");
                continue;
            }
            if (deepest != null && (reference == null || deepest.depth().compareTo(reference.depth()) > 0)) {
                reference = deepest;
            }
            final BigDecimal unitsPerWei = coin ? BigDecimal.ONE : deepest.unitsPerWei();
            // The wrapped coin comes first.
            starts.put((coin ? "0" : "1") + symbol, start(market, entry.getValue(), unitsPerWei, deepest, cent));
        }
        if (reference == null) {
            throw new IllegalStateException(
                    "no token of the chain file has a pool on chain " + chainId + ": is it the right chain file?");
        }
        said.add(starts.size() + " start tokens, priced by their deepest pools with the wrapped coin");
        files(
                chainId,
                market.token(wrapped).toString(),
                List.copyOf(starts.values()),
                reference.pool().toString());
    }

    /** Five cents of a stable token in wei, or a ten-thousandth of a coin where there is none. */
    private BigDecimal cents(TokenMarket market) {
        for (final String symbol : chain.entries().getOrDefault("stable", "").split(",")) {
            final String address = chain.entries().get("token." + symbol.trim());
            final TokenMarket.Market deepest = address == null ? null : market.deepest(address, wrapped);
            if (deepest != null) {
                return CENTS.movePointRight(market.decimals(address)).divide(deepest.unitsPerWei(), 0, RoundingMode.UP);
            }
        }
        return new BigDecimal(TINY_WEI);
    }

    /** Capital is half of what the lender holds, else a quarter of the deepest pool. */
    private Start start(
            TokenMarket market, String token, BigDecimal unitsPerWei, TokenMarket.Market deepest, BigDecimal leastWei) {
        final String vault = chain.entries().get("flashloan.balancer-v2");
        final BigInteger held = vault == null ? BigInteger.ZERO : market.balance(token, vault);
        final BigInteger capital;
        final String funding;
        if (held.signum() > 0) {
            capital = held.shiftRight(1);
            funding = "vault@0";
        } else {
            final BigInteger depth = deepest == null ? BigInteger.TEN.pow(20) : deepest.depth();
            capital = new BigDecimal(depth.shiftRight(2)).multiply(unitsPerWei).toBigInteger();
            funding = chain.entries().containsKey("flashloan.aave-v3") ? "lending@" + LENDING_FEE_PPM : "own@0";
        }
        return new Start(
                market.token(token).toString(),
                unitsPerWei,
                capital,
                leastWei.multiply(unitsPerWei).toBigInteger().max(BigInteger.ONE),
                funding);
    }

    private void files(long chainId, String coin, List<Start> starts, String reference) throws IOException {
        withoutSample("org.alphapulse.collector.sim-main.cfg");
        withoutSample("org.alphapulse.strategy.sample-main.cfg");
        file(
                "org.alphapulse.engine.cfg",
                "mode = paper",
                "idle = backoff",
                "required.monitors = risk.limits~main,risk.breakers~main");
        file(
                "org.alphapulse.collector.evm-" + name + ".cfg",
                "chain = " + name,
                "chain.id = " + chainId,
                "endpoints = " + endpoints);
        file(
                "org.alphapulse.strategy.arbitrage-" + name + ".config",
                "start.tokens=["
                        + String.join(
                                ",",
                                starts.stream()
                                        .map(start -> "\"" + start.text() + "\"")
                                        .toList())
                        + "]",
                "native.token=\"" + coin + "\"",
                "decide.at=\"block\"");
        final BigDecimal largest =
                starts.stream().map(Start::coins).reduce(BigDecimal::max).orElseThrow();
        file(
                "org.alphapulse.risk.breakers-main.cfg",
                "chain.id = " + chainId,
                "tokens = "
                        + String.join(
                                ",",
                                starts.stream()
                                        .map(start -> start.id() + "|" + start.plain())
                                        .toList()),
                "max.trade.size = " + largest.setScale(0, RoundingMode.UP),
                "watch = " + reference);
        boot();
    }

    /** Removes what the distribution came with; gives what was said so far. */
    List<String> withoutSample(String file) throws IOException {
        final Path path = etc.resolve(file);
        if (!isYours(path)) {
            Files.deleteIfExists(path);
        }
        return said;
    }

    private void file(String file, String... lines) throws IOException {
        final Path path = etc.resolve(file);
        if (!isYours(path)) {
            Files.writeString(path, MARK + "\n" + String.join("\n", lines) + "\n");
        }
    }

    /** Whether a person made the file or changed it; says so. */
    private boolean isYours(Path path) throws IOException {
        final boolean yours = Files.exists(path)
                && !isShipped(path)
                && !Files.readString(path).startsWith(MARK);
        if (yours) {
            said.add(path.getFileName() + " is yours and stays as it is");
        }
        return yours;
    }

    /** Whether the distribution's own file was never touched. */
    private boolean isShipped(Path path) throws IOException {
        final String dist = System.getProperty("alphapulse.dist.etc", "");
        final Path original = Path.of(dist, path.getFileName().toString());
        return !dist.isEmpty() && Files.exists(original) && Files.mismatch(path, original) == -1;
    }

    /** Has the features of a chain installed at the next boot. */
    private void boot() throws IOException {
        final Path features = etc.resolve("org.apache.karaf.features.cfg");
        final String text = Files.readString(features);
        if (!text.contains("alphapulse-evm/")) {
            final int at = text.indexOf("alphapulse-base/");
            if (at < 0) {
                throw new IOException(features + " does not name alphapulse-base: restore it from the distribution");
            }
            final String version =
                    text.substring(at + "alphapulse-base/".length()).split("[^0-9A-Za-z.-]", 2)[0];
            Files.writeString(
                    features,
                    text.substring(0, at) + "alphapulse-evm/" + version + ", alphapulse-arbitrage/" + version + ", "
                            + text.substring(at));
        }
    }
}
