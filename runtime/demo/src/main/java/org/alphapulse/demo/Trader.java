package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alphapulse.contracts.TradingContract;
import org.alphapulse.devnet.Account;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Token;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.signer.keystore.ImportKey;

/** The account and contract that trade, and the configuration of an instance that lets them. */
final class Trader {
    /** Above the tips of others, so that trades come first in their block. */
    static final long TIP_WEI = 3_000_000_000L;

    private static final String ENGINE = "org.alphapulse.engine.cfg";
    private static final HexFormat HEX = HexFormat.of();
    private static final double VAULT_SHARE = 0.5;

    private final LocalChain chain;
    private final Account account;
    private final String contract;

    Trader(LocalChain chain) {
        this.chain = chain;
        this.account = chain.account(1);
        final byte[] owner = bytes(account.address());
        final byte[] code = TradingContract.FLASH_LOAN_ARBITRAGE.initCode(
                owner,
                owner,
                bytes(chain.contracts().weth()),
                bytes(chain.contracts().vault()),
                bytes(chain.contracts().aavePool()));
        this.contract = chain.deploy(account, "0x" + HEX.formatHex(code), "()").contractAddress();
    }

    String address() {
        return account.address();
    }

    String contract() {
        return contract;
    }

    static byte[] bytes(String address) {
        return HEX.parseHex(address.substring(2));
    }

    static InstrumentId id(Token token, long chainId) {
        return InstrumentId.ofAddress(
                Venues.standard().code("chain"), InstrumentKind.TOKEN, chainId, bytes(token.address()));
    }

    /** Smallest units of a token per wei at the prices with which the chain was set up. */
    double unitsPerWei(Token token) {
        final BigDecimal coin = chain.token("WETH").usd();
        return coin.movePointRight(token.decimals())
                .divide(token.usd(), 30, RoundingMode.HALF_EVEN)
                .movePointLeft(18)
                .doubleValue();
    }

    /** The most of a token that the vault is asked to lend. */
    BigInteger capital(Token token) {
        final BigInteger held = chain.balance(token, chain.contracts().vault());
        return new BigDecimal(held).multiply(BigDecimal.valueOf(VAULT_SHARE)).toBigInteger();
    }

    /** The start tokens, the native coin first. */
    List<Token> starts() {
        final List<Token> starts = new ArrayList<>(List.of(chain.token("WETH")));
        chain.tokens().stream().filter(token -> !"WETH".equals(token.symbol())).forEach(starts::add);
        return starts;
    }

    /** Configures an instance, its engine with some values more. */
    void configure(Instance instance, Map<String, String> engine) throws IOException {
        final Map<String, Map<String, String>> all =
                configurations(instance.etc(), instance.base().resolve("data/ledger"));
        final Map<String, String> whole = new LinkedHashMap<>(all.get(ENGINE));
        whole.putAll(engine);
        all.put(ENGINE, whole);
        for (final Map.Entry<String, Map<String, String>> one : all.entrySet()) {
            instance.configure(one.getKey(), one.getValue());
        }
    }

    /** The configurations by the names of their files; makes the keystore in a folder. */
    Map<String, Map<String, String>> configurations(Path keys, Path ledger) throws IOException {
        final String id = Long.toString(chain.id());
        final String node = chain.ipc().toString();
        final Path keystore = keys.resolve("demo-key.json");
        final Path passphrase = keys.resolve("demo-passphrase");
        writeKey(keystore, passphrase);
        final Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put(
                ENGINE,
                Map.of("mode", "live", "idle", "backoff", "required.monitors", "risk.limits~main,risk.breakers~main"));
        all.put("org.alphapulse.risk.breakers-main.config", breakers());
        all.put(
                "org.alphapulse.collector.evm-devnet.cfg",
                Map.of(
                        "chain",
                        "devnet",
                        "chain.id",
                        id,
                        "endpoints",
                        chain.wsUrl() + "|" + chain.httpUrl(),
                        // The node shares two cores with all others and may not get one for seconds.
                        "silence.ms",
                        "20000"));
        all.put("org.alphapulse.strategy.arbitrage-main.config", strategy());
        all.put("org.alphapulse.submission.public-devnet.cfg", Map.of("chain.id", id, "nodes", node));
        all.put(
                "org.alphapulse.executor.flashloan-main.cfg",
                Map.of(
                        "chain.id",
                        id,
                        "nodes",
                        node,
                        "contract",
                        contract,
                        "poll.ms",
                        "20",
                        "fee.headroom.gwei",
                        "150"));
        all.put("org.alphapulse.ledger.cfg", Map.of("directory", ledger.toString()));
        all.put(
                "org.alphapulse.signer.keystore-main.cfg",
                Map.of("keystore.file", keystore.toString(), "passphrase.file", passphrase.toString()));
        return all;
    }

    /**
     * The vault lends more than any usual limit; what the tokens are worth is what the chain was set up with. The clock of a local chain
     * may be behind after reorganisations.
     */
    private Map<String, String> breakers() {
        final List<String> prices = new ArrayList<>();
        for (final Token token : starts()) {
            prices.add("\"" + id(token, chain.id()) + "|" + unitsPerWei(token) + "\"");
        }
        return Map.of(
                "tokens",
                "[" + String.join(",", prices) + "]",
                "max.trade.size",
                "\"100000000\"",
                "max.market.age.ms",
                "I\"600000\"");
    }

    private Map<String, String> strategy() {
        final List<String> tokens = new ArrayList<>();
        for (final Token token : starts()) {
            tokens.add("\"" + id(token, chain.id()) + "|" + capital(token) + "|" + token.worth(0.2) + "|"
                    + unitsPerWei(token) + "|vault@0\"");
        }
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("start.tokens", "[" + String.join(",", tokens) + "]");
        values.put("native.token", "\"" + id(chain.token("WETH"), chain.id()) + "\"");
        values.put("priority.fee.wei", "L\"" + TIP_WEI + "\"");
        values.put("margin.ppm", "I\"5000\"");
        values.put("max.impact.ppm", "I\"500000\"");
        values.put("long.hops", "I\"0\"");
        // What is not sent before the next block would meet a market that it does not know.
        values.put("plan.blocks", "I\"1\"");
        values.put("decide.at", "\"block\"");
        // What it decides is prepared and rehearsed before a block ends; more than this would meet the messages of a
        // block.
        values.put("keep.warm.us", "L\"1000\"");
        values.put("sized", "I\"64\"");
        return values;
    }

    private void writeKey(Path keystore, Path passphrase) throws IOException {
        final byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.createFile(
                passphrase, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passphrase, HEX.formatHex(random) + "\n");
        ImportKey.write(keystore, passphrase, account.privateKey());
    }

    /** Whether a transaction of a block, as the node tells it, is a trade. */
    boolean isTrade(JsonNode transaction) {
        return address().equalsIgnoreCase(transaction.path("from").asText())
                && contract.equalsIgnoreCase(transaction.path("to").asText());
    }
}
