package org.alphapulse.collector.evm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.EthCall;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.JsonValue;
import org.alphapulse.chain.RpcException;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;

/**
 * Finds pools: by asking the factories for the pools of the listed tokens, by reading all that factories ever made from their events in
 * ranges of blocks, or both. What was found is kept in a file; token metadata is read once. Blocks; one thread.
 */
final class Discovery {
    private static final String GET_PAIR = "0xe6a43905";
    private static final String GET_POOL = "0x1698ee82";
    private static final String TICK_SPACING = "0xd0c93a7c";
    private static final String DECIMALS = "0x313ce567";
    private static final String SYMBOL = "0x95d89b41";
    private static final String NOBODY = "0x0000000000000000000000000000000000000000";
    private static final long MIN_RANGE = 16;
    private static final int MAX_SYMBOL = 11;

    private final ChainFile chain;
    private final ChainClient client;
    private final DiscoveryFile file;
    private final Consumer<Pool> found;
    private final long maxRange;
    private final Map<String, Token> tokens = new HashMap<>();
    /** Pools that were handed on: what is in the file may not be yet, where its tokens could not be read. */
    private final Set<String> announced = new HashSet<>();

    private long range;

    Discovery(ChainFile chain, ChainClient client, DiscoveryFile file, long maxRange, Consumer<Pool> found) {
        this.chain = chain;
        this.client = client;
        this.file = file;
        this.maxRange = maxRange;
        this.range = maxRange;
        this.found = found;
    }

    /** Hands on what earlier runs have found, unless the chain has another history now; false if that is nothing. */
    boolean resume() {
        final String origin = client.header(0).map(BlockHeader::hash).orElse("");
        file.origin(origin);
        for (final ChainFile.Factory factory : chain.factories()) {
            final long block = file.scannedTo(factory.address());
            final String now =
                    block < 0 ? "" : client.header(block).map(BlockHeader::hash).orElse("none");
            if (!now.equals(file.scannedHash(factory.address()))) {
                file.discard();
                file.origin(origin);
                return false;
            }
        }
        announce(file.pools());
        return !file.pools().isEmpty();
    }

    /** Asks for the pools of the listed tokens; also makes those known that exist by now. */
    void lookUp() {
        final List<PoolRecord> candidates = new ArrayList<>();
        final List<EthCall> calls = new ArrayList<>();
        final List<String> sorted = chain.tokens().stream().sorted().toList();
        for (final ChainFile.Factory factory : chain.factories()) {
            for (int i = 0; i < sorted.size(); i++) {
                for (int j = i + 1; j < sorted.size(); j++) {
                    candidates(factory, sorted.get(i), sorted.get(j), candidates, calls);
                }
            }
        }
        final List<byte[]> answers = client.read(null, calls, "latest");
        final List<PoolRecord> records = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            final String address = answers.get(i).length < 32 ? NOBODY : Hex.of(answers.get(i), 12, 32);
            final PoolRecord one = candidates.get(i);
            if (!address.equals(NOBODY) && !announced.contains(address)) {
                records.add(new PoolRecord(
                        one.venue(), one.concentrated(), address, one.token0(), one.token1(), one.feePpm(), 0));
            }
        }
        final List<PoolRecord> complete = withSpacing(records);
        file.add(complete);
        announce(complete);
    }

    private static void candidates(
            ChainFile.Factory factory, String token0, String token1, List<PoolRecord> candidates, List<EthCall> calls) {
        final String pair = argument(token0) + argument(token1);
        for (final int fee : factory.fees()) {
            candidates.add(new PoolRecord(factory.venue(), factory.concentrated(), "", token0, token1, fee, 0));
            calls.add(new EthCall(
                    factory.address(),
                    factory.concentrated() ? GET_POOL + pair + StateReader.word(fee) : GET_PAIR + pair));
        }
    }

    private List<PoolRecord> withSpacing(List<PoolRecord> records) {
        final List<EthCall> calls = new ArrayList<>();
        records.forEach(record -> calls.add(new EthCall(record.address(), TICK_SPACING)));
        final List<byte[]> answers = client.read(null, calls, "latest");
        final List<PoolRecord> complete = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            final PoolRecord one = records.get(i);
            final int spacing = one.concentrated() && answers.get(i).length >= 32
                    ? StateReader.unsigned(answers.get(i), 0).intValue()
                    : 0;
            if (!one.concentrated() || spacing > 0) {
                complete.add(new PoolRecord(
                        one.venue(),
                        one.concentrated(),
                        one.address(),
                        one.token0(),
                        one.token1(),
                        one.feePpm(),
                        spacing));
            }
        }
        return complete;
    }

    /**
     * Reads one range of a factory's events.
     *
     * @return whether there is more to read of any factory now
     */
    boolean scanStep() {
        final BlockHeader latest = client.latest();
        for (final ChainFile.Factory factory : chain.factories()) {
            final long from = Math.max(factory.fromBlock(), file.scannedTo(factory.address()) + 1);
            if (from <= latest.number()) {
                scan(factory, from, Math.min(latest.number(), from + range - 1));
                return true;
            }
        }
        return false;
    }

    private void scan(ChainFile.Factory factory, long from, long to) {
        final List<JsonValue> logs;
        try {
            final String topic = factory.concentrated() ? EventTopics.POOL_CREATED : EventTopics.PAIR_CREATED;
            logs = client.call(
                            "eth_getLogs",
                            Map.of(
                                    "address",
                                    factory.address(),
                                    "topics",
                                    List.of(topic),
                                    "fromBlock",
                                    Hex.quantity(from),
                                    "toBlock",
                                    Hex.quantity(to)))
                    .elements();
        } catch (RpcException tooMuch) {
            if (range <= MIN_RANGE) {
                throw tooMuch;
            }
            range = Math.max(MIN_RANGE, range / 2);
            return;
        }
        final List<PoolRecord> records = new ArrayList<>();
        for (final JsonValue log : logs) {
            final PoolRecord record = record(factory, log);
            if (!announced.contains(record.address())) {
                records.add(record);
            }
        }
        final String hash = client.header(to).map(BlockHeader::hash).orElse("");
        file.add(records);
        announce(records);
        file.scanned(factory.address(), to, hash);
        range = Math.min(maxRange, range * 2);
    }

    private static PoolRecord record(ChainFile.Factory factory, JsonValue log) {
        final List<JsonValue> topics = log.get("topics").elements();
        final String token0 = "0x" + topics.get(1).text().substring(26);
        final String token1 = "0x" + topics.get(2).text().substring(26);
        final String data = log.get("data").text().substring(2);
        if (!factory.concentrated()) {
            return new PoolRecord(
                    factory.venue(),
                    false,
                    "0x" + data.substring(24, 64),
                    token0,
                    token1,
                    factory.fees().get(0),
                    0);
        }
        final int fee = Integer.parseInt(topics.get(3).text().substring(58), 16);
        final int spacing = Integer.parseInt(data.substring(56, 64), 16);
        return new PoolRecord(factory.venue(), true, "0x" + data.substring(88, 128), token0, token1, fee, spacing);
    }

    private void announce(List<PoolRecord> records) {
        final Set<String> wanted = new LinkedHashSet<>();
        records.forEach(record -> {
            wanted.add(record.token0());
            wanted.add(record.token1());
        });
        wanted.removeAll(tokens.keySet());
        describe(new ArrayList<>(wanted));
        for (final PoolRecord record : records) {
            announced.add(record.address());
            found.accept(new Pool(
                    InstrumentId.ofAddress(
                            record.venue(), InstrumentKind.POOL, chain.chainId(), Hex.bytes(record.address())),
                    record.address(),
                    record.concentrated(),
                    tokens.get(record.token0()),
                    tokens.get(record.token1()),
                    record.feePpm(),
                    record.tickSpacing()));
        }
    }

    /** Makes tokens known: from the file, or else from the chain. */
    private void describe(List<String> addresses) {
        final List<String> unknown = addresses.stream()
                .filter(address -> file.token(address) == null)
                .toList();
        final List<EthCall> calls = new ArrayList<>();
        unknown.forEach(address -> {
            calls.add(new EthCall(address, DECIMALS));
            calls.add(new EthCall(address, SYMBOL));
        });
        final List<byte[]> answers = client.read(null, calls, "latest");
        for (int i = 0; i < unknown.size(); i++) {
            final byte[] decimals = answers.get(2 * i);
            final String symbol = symbol(answers.get(2 * i + 1));
            file.token(
                    unknown.get(i),
                    decimals.length >= 32 ? decimals[31] & 0xff : 18,
                    symbol.isEmpty() ? unknown.get(i).substring(2, 8) : symbol);
        }
        for (final String address : addresses) {
            final String[] known = file.token(address);
            final InstrumentId id = InstrumentId.ofAddress(
                    Venues.standard().code("chain"), InstrumentKind.TOKEN, chain.chainId(), Hex.bytes(address));
            tokens.put(address, new Token(id, address, Integer.parseInt(known[0]), known[1]));
        }
    }

    /** A symbol as a string, or as 32 bytes as old tokens have it; letters, digits and a few signs only. */
    private static String symbol(byte[] answer) {
        int from = 0;
        int length = Math.min(32, answer.length);
        if (answer.length >= 96 && answer[31] == 32) {
            from = 64;
            length = Math.min(answer[63] & 0xff, answer.length - 64);
        }
        final String text =
                new String(answer, from, length, StandardCharsets.US_ASCII).replaceAll("[^A-Za-z0-9.+$_-]", "");
        return text.length() > MAX_SYMBOL ? text.substring(0, MAX_SYMBOL) : text;
    }

    private static String argument(String address) {
        return "0".repeat(24) + address.substring(2);
    }
}
