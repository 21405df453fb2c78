package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does with {@code ./alphapulse}: paper trading on a node, breakers and restarts, a recording and its replay, the doctor. */
class OperationsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path dist = Path.of(System.getProperty("alphapulse.dist"));
    private final Path home = dist.resolve("../../..").normalize();
    private final List<Process> started = new ArrayList<>();
    private Path base;
    private JsonNode devnet;

    /** What a command came to. */
    private record Ended(int code, String said) {}

    @BeforeEach
    void startChain() throws IOException {
        assumeTrue(
                Files.isDirectory(home.resolve("contracts/node_modules/@uniswap")),
                "a local chain needs the npm packages of the module contracts");
        final Path work = Files.createDirectories(Path.of(System.getProperty("alphapulse.work")));
        base = Files.createTempDirectory(work, "operations");
        final Path target = home.resolve("runtime/demo/target");
        final Process chain = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        target.resolve("classes") + File.pathSeparator + Files.readString(target.resolve("classpath")),
                        "org.alphapulse.devnet.DevnetMain",
                        "--chains",
                        "137",
                        "--rate",
                        "20",
                        "--npm",
                        home.resolve("contracts/node_modules").toString())
                .redirectError(base.resolve("devnet.log").toFile())
                .start();
        started.add(chain);
        final String line =
                new BufferedReader(new InputStreamReader(chain.getInputStream(), StandardCharsets.UTF_8)).readLine();
        devnet = JSON.readTree(line).get("chains").get(0);
    }

    @AfterEach
    void end() throws Exception {
        if (Files.exists(base.resolve("data"))) {
            alphapulse("stop");
        }
        for (final Process process : started) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private ProcessBuilder script(String... arguments) {
        final List<String> line =
                new ArrayList<>(List.of("bash", home.resolve("alphapulse").toString()));
        line.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("ALPHAPULSE_DIST", dist.toString());
        builder.environment().put("ALPHAPULSE_HOME", base.toString());
        builder.environment().put("ALPHAPULSE_SSH_PORT", "0");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private Ended alphapulse(String... arguments) throws IOException, InterruptedException {
        return ended(script(arguments));
    }

    private static Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
        final Process process = builder.start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), said);
    }

    private void run() throws IOException, InterruptedException {
        Files.deleteIfExists(base.resolve("data/alphapulse-ready.json"));
        final Process process = script("run", "--chain", "devnet", "--ws", ws())
                .redirectOutput(base.resolve("run.log").toFile())
                .start();
        started.add(process);
        await("the engine is ready", () -> {
            assertTrue(process.isAlive(), () -> "see " + base.resolve("run.log"));
            return Files.exists(base.resolve("data/alphapulse-ready.json"));
        });
    }

    private String ws() {
        return devnet.get("ws").asText();
    }

    /** A condition that may fail as long as the engine is not there. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            Thread.sleep(100);
        }
    }

    private String command(String line) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(base.resolve("data/alphapulse.sock")))) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            final String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            final int end = answer.indexOf(0);
            final int code = answer.indexOf('\n', end);
            return answer.substring(end + 1, code + 1) + answer.substring(0, end) + answer.substring(code + 1);
        }
    }

    private JsonNode json(String line) throws IOException {
        final String answer = command(line.replaceFirst("^(\\S+)", "$1 --json"));
        assertEquals("0", answer.substring(0, answer.indexOf('\n')), answer);
        return JSON.readTree(answer.substring(answer.indexOf('\n') + 1));
    }

    private long filled() throws IOException {
        long filled = 0;
        for (final JsonNode row : json("alphapulse:positions")) {
            filled += row.get("filled").asLong();
        }
        return filled;
    }

    @Test
    void shouldTradeOnPaperStayHaltedAndReplayWhatWasRecorded() throws Exception {
        run();
        await("something is filled on paper", () -> filled() >= 5);
        assertViews();
        assertACommandEndsWithItsReader();
        assertEachBreakerTrips();
        assertPositionsAreTheSumOfTheExecutions();
        assertHaltOutlivesAKill();
        assertReplaysAreAlike(record());
    }

    private void assertACommandEndsWithItsReader() throws IOException, InterruptedException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(base.resolve("data/alphapulse.sock")))) {
            channel.write(ByteBuffer.wrap("relay:tap --for 3600".getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            assertEquals(1, channel.read(ByteBuffer.allocate(1)), "what it prints comes while it runs");
            assertTrue(json("relay:list").toString().contains("\"tap\""));
        }
        await("the tap is gone", () -> !json("relay:list").toString().contains("\"tap\""));
    }

    /** Each view has what the chain has. */
    private void assertViews() throws IOException, InterruptedException {
        final JsonNode chain = json("alphapulse:chain").get(0);
        assertEquals(137, chain.at("/chain/chainId").asLong());
        assertTrue(
                chain.at("/chain/headBlock").asLong() > 0 && chain.get("lagMs").asLong() < 30_000, chain::toString);
        assertEquals("UP", chain.at("/endpoints/0/state").asText());
        assertEquals("0", chain.at("/chain/divergences").asText());
        assertTrue(tradable() >= 40, "tradable pools: " + tradable());
        final long head = chain.at("/chain/headBlock").asLong();
        await("the market has all events of the block that the collector told", () -> blocks() >= head);
        final JsonNode some = json("alphapulse:pools --venue uniswap-v3 --token WETH");
        assertTrue(some.size() > 0);
        for (final JsonNode pool : some) {
            assertEquals("uniswap-v3", pool.get("venue").asText());
            assertTrue(pool.get("name").asText().contains("WETH"), pool::toString);
            assertTrue(
                    pool.get("tradable").asBoolean()
                            ? pool.get("price").asDouble() > 0
                            : !pool.get("reason").asText().isEmpty());
        }
        assertTrue(command("alphapulse:pools --token NONE").contains("alphapulse:pools shows all"));
        assertTrue(command("alphapulse:chain nowhere").startsWith("1\n"));
        final JsonNode risk = json("alphapulse:risk");
        assertFalse(risk.at("/gate/halted").asBoolean());
        assertEquals(7, risk.get("breakers").size());
        assertTrue(risk.at("/gate/approved").asLong() >= 5);
        assertEquals("PAPER", json("alphapulse:status").get("mode").asText());
        final String refusal = command("alphapulse:arm");
        assertTrue(refusal.startsWith("1\n") && refusal.contains("only live mode is armed"), refusal);
    }

    /** With a limit that the next event is bound to break; the configuration changes while it runs. */
    private void assertEachBreakerTrips() throws IOException, InterruptedException {
        final Path file = base.resolve("etc/org.alphapulse.risk.breakers-main.cfg");
        final String usual = Files.readString(file);
        final List<String> limits = limits();
        final Map<String, String> tight = new TreeMap<>(Map.of(
                // Without prices only gas is seen, which is a loss.
                "DAILY_LOSS", "tokens =\nmax.daily.loss = 0.000000001\n",
                "TRADE_SIZE", "max.trade.size = 0.000000001\n",
                "GAS_PRICE", "max.gas.price.gwei = 0.000000001\n",
                "VOLATILITY", "max.move.percent = 0.0001\nmove.window.s = 10\n",
                "STALE_MARKET", "max.market.age.ms = 1\n",
                "FAILURE_RATE",
                        "max.failure.percent = 0.0001\nfailure.minimum = 1\nfailures = reverted,rejected,expired\n"));
        for (final Map.Entry<String, String> one : tight.entrySet()) {
            Files.writeString(file, usual + one.getValue());
            await(
                    one.getKey() + " trips",
                    () -> json("alphapulse:risk").at("/gate/halted").asBoolean());
            final JsonNode trip = json("alphapulse:risk").at("/gate/trips/0");
            assertEquals(one.getKey(), trip.get("breaker").asText(), trip::toString);
            assertEquals("risk.breakers~main", trip.get("by").asText());
            assertTrue(trip.get("observed").asLong() > trip.get("limit").asLong(), trip::toString);
            Files.writeString(file, usual);
            await("the usual limits hold", () -> limits().equals(limits));
            json("alphapulse:risk reset");
        }
        final long before = filled();
        await("fills go on", () -> filled() > before);
    }

    private List<String> limits() throws IOException {
        final List<String> limits = new ArrayList<>();
        json("alphapulse:risk")
                .get("breakers")
                .forEach(row -> limits.add(row.get("limit").asText()));
        return limits;
    }

    private void assertPositionsAreTheSumOfTheExecutions() throws IOException, InterruptedException {
        final Ended halt = alphapulse("exec", "alphapulse:halt", "to count", "all of it");
        assertEquals(0, halt.code(), halt.said());
        assertTrue(json("alphapulse:risk").at("/gate/halted").asBoolean());
        // What was on its way at the halt is still written.
        final AtomicReference<JsonNode> executions = new AtomicReference<>(MissingNode.getInstance());
        await("nothing is written any more", () -> {
            final JsonNode before = executions.getAndSet(json("alphapulse:executions --limit 10000"));
            return before.equals(executions.get());
        });
        final Map<String, BigInteger> profit = new TreeMap<>();
        BigInteger gas = BigInteger.ZERO;
        for (final JsonNode row : executions.get()) {
            assertEquals("paper", row.get("account").asText());
            profit.merge(row.get("token").asText(), row.get("profit").bigIntegerValue(), BigInteger::add);
            gas = gas.add(row.get("gasWei").bigIntegerValue());
        }
        final Map<String, BigInteger> positions = new TreeMap<>();
        BigInteger paid = BigInteger.ZERO;
        for (final JsonNode row : json("alphapulse:positions")) {
            positions.merge(row.get("token").asText(), row.get("profit").bigIntegerValue(), BigInteger::add);
            paid = paid.add(row.get("gasWei").bigIntegerValue());
        }
        assertEquals(profit, positions);
        assertEquals(gas, paid);
        assertTrue(gas.signum() > 0);
        assertTrue(positions.values().stream().allMatch(sum -> sum.signum() >= 0), positions::toString);
    }

    private ProcessHandle engine() throws IOException {
        final JsonNode ready =
                JSON.readTree(base.resolve("data/alphapulse-ready.json").toFile());
        return ProcessHandle.of(ready.get("pid").asLong()).orElseThrow();
    }

    private void assertHaltOutlivesAKill() throws IOException, InterruptedException {
        final ProcessHandle engine = engine();
        engine.destroyForcibly();
        await("it is dead", () -> !engine.isAlive());
        run();
        final JsonNode gate = json("alphapulse:risk").get("gate");
        assertTrue(gate.get("halted").asBoolean());
        assertEquals("KILL_SWITCH", gate.at("/trips/0/breaker").asText());
        assertEquals("to count all of it", gate.at("/trips/0/explanation").asText());
        final long before = filled();
        await(
                "plans are refused",
                () -> json("alphapulse:risk").at("/gate/refused").asLong() > 0);
        assertEquals(before, filled());
        assertFalse(json("alphapulse:risk reset").at("/gate/halted").asBoolean());
        await("fills go on", () -> filled() > before);
    }

    private Path record() throws IOException, InterruptedException {
        final Path file = base.resolve("market.rec");
        final JsonNode recorded = json("relay:record --snapshot --for 10 " + file);
        assertTrue(recorded.get("messages").asLong() > 100, recorded::toString);
        assertEquals(0, alphapulse("stop").code());
        return file;
    }

    private void assertReplaysAreAlike(Path file) throws IOException, InterruptedException {
        final Path first = base.resolve("first.json");
        final Path second = base.resolve("second.json");
        final Ended once = alphapulse("replay", file.toString(), "--json", first.toString());
        assertEquals(0, once.code(), once.said());
        final Ended again = alphapulse("replay", file.toString(), "--json", second.toString());
        assertEquals(0, again.code(), again.said());
        final JsonNode outcome = JSON.readTree(first.toFile());
        assertTrue(outcome.get("approved").asLong() > 0, outcome::toString);
        assertEquals(outcome, JSON.readTree(second.toFile()));
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        final Ended damaged = alphapulse("replay", file.toString());
        assertNotEquals(0, damaged.code());
        assertTrue(damaged.said().contains("damaged at byte"), damaged::said);
    }

    @Test
    void shouldTradeOnWithoutReadingPoolsWhenStoppedAndStartedAgain() throws Exception {
        run();
        await("all pools are tradable", () -> tradable() == 50);
        assertEquals("NONE", restart().get("outcome").asText());
        final long pools = tradable();
        assertEquals(0, alphapulse("stop").code());
        assertTrue(Files.size(base.resolve("data/alphapulse/market")) > 1_000);
        run();
        await("the restart is decided", () -> List.of("RESTORED", "REFUSED")
                .contains(restart().get("outcome").asText()));
        final JsonNode restart = restart();
        assertEquals("RESTORED", restart.get("outcome").asText(), restart::toString);
        assertEquals(pools, restart.get("pools").asLong());
        assertEquals(pools, json("alphapulse:status").at("/market/keptPools").asLong());
        assertTrue(restart.get("blocks").asLong() > 0 && restart.get("logs").asLong() > 0, restart::toString);
        assertTrue(tradable() >= pools);
        assertTrue(
                command("alphapulse:chain").contains("began with " + pools + " pools as they were at block "),
                () -> restart.toString());
        final long before = filled();
        await("fills go on", () -> filled() > before);
        assertEquals(0, alphapulse("stop").code());
        Files.write(base.resolve("data/alphapulse/market"), new byte[100]);
        run();
        await("all pools are tradable", () -> tradable() == 50);
        assertEquals("REFUSED", restart().get("outcome").asText());
        assertEquals("market: not a market file", restart().get("reason").asText());
        assertEquals("REFUSED", json("alphapulse:status").at("/market/kept").asText());
        assertEndsWithTheScript();
    }

    private void assertEndsWithTheScript() throws IOException, InterruptedException {
        final ProcessHandle engine = engine();
        final Process script = started.get(started.size() - 1);
        script.destroy();
        assertTrue(script.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, script.exitValue());
        assertFalse(engine.isAlive());
        assertTrue(alphapulse("stop").said().contains("does not run"));
    }

    @Test
    void shouldLetAnEngineThatIsNotReadyBeMended() throws Exception {
        copyEtc();
        final Path sample = base.resolve("etc/org.alphapulse.strategy.sample-main.cfg");
        final String good = Files.readString(sample);
        Files.writeString(sample, good.replace("run.length = 3", "run.length = -1"));
        final ProcessBuilder start = script("start");
        start.environment().put("ALPHAPULSE_PATIENCE", "20");
        final Ended unready = ended(start);
        assertEquals(1, unready.code(), unready.said());
        assertTrue(unready.said().contains("runs, but is not READY"), unready::said);
        final Ended why = alphapulse("exec", "alphapulse:plugins");
        assertTrue(why.said().contains("run.length=-1 is not allowed"), why::said);
        assertRefused("already runs as process", "start");
        Files.writeString(sample, good);
        await("it is ready", () -> Files.exists(base.resolve("data/alphapulse-ready.json")));
        final Ended stop = alphapulse("stop");
        assertEquals(0, stop.code());
        assertEquals("", stop.said());
        assertEquals(69, alphapulse("exec", "alphapulse:status").code(), "nothing answers any more");
    }

    /** A process that has the number which an engine had before it was killed is none of our business. */
    @Test
    void shouldNotTakeAnotherProcessForTheEngine() throws Exception {
        Files.createDirectories(base.resolve("data"));
        Files.writeString(
                base.resolve("data/engine.pid"), Long.toString(started.get(0).pid()));
        final Ended stop = alphapulse("stop");
        assertTrue(stop.said().contains("does not run"), stop::said);
        assertTrue(started.get(0).isAlive());
    }

    private JsonNode restart() throws IOException {
        return json("alphapulse:chain").at("/0/chain/restart");
    }

    /** The block up to which the market of every venue is complete. */
    private long blocks() throws IOException {
        long least = Long.MAX_VALUE;
        for (final JsonNode venue : json("alphapulse:venues")) {
            least = Math.min(least, venue.get("block").asLong());
        }
        return least;
    }

    private long tradable() throws IOException {
        long pools = 0;
        for (final JsonNode venue : json("alphapulse:venues")) {
            pools += venue.get("tradablePools").asLong();
        }
        return pools;
    }

    @Test
    void shouldSayWhatToDoWhenAChainCannotBeTraded() throws Exception {
        assertRefused("allowed is ethereum, polygon", "run", "--chain", "atlantis", "--ws", ws());
        assertRefused("allowed are ws://", "run", "--chain", "devnet", "--ws", "ftp://nowhere");
        assertRefused("check the address", "run", "--chain", "devnet", "--ws", "ws://127.0.0.1:1");
        assertRefused("is on chain 137, but ethereum is chain 1", "run", "--chain", "ethereum", "--ws", ws());
        assertRefused(
                "with subscriptions",
                "run",
                "--chain",
                "devnet",
                "--ws",
                devnet.get("http").asText());
        assertRefused("both --chain NAME and --ws URL", "run", "--chain", "devnet");
        // The right id alone does not make it the right chain.
        assertRefused("is it the right chain file?", "run", "--chain", "polygon", "--ws", ws());
    }

    private void assertRefused(String words, String... arguments) throws IOException, InterruptedException {
        final Ended ended = alphapulse(arguments);
        assertEquals(1, ended.code(), ended.said());
        assertTrue(ended.said().contains(words), ended::said);
        assertFalse(ended.said().contains("\tat "), ended::said);
        assertFalse(Files.exists(base.resolve("data/alphapulse-ready.json")));
    }

    private Path copyEtc() throws IOException {
        final Path etc = Files.createDirectories(base.resolve("etc"));
        try (var files = Files.list(dist.resolve("etc"))) {
            for (final Path file : (Iterable<Path>) files.sorted(Comparator.naturalOrder())::iterator) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, etc.resolve(file.getFileName()));
                }
            }
        }
        return etc;
    }

    @Test
    void shouldFindWhatHasToBeMended() throws Exception {
        final Path etc = copyEtc();
        Files.writeString(
                etc.resolve("org.alphapulse.collector.evm-devnet.cfg"),
                "chain = devnet\nchain.id = 137\nendpoints = " + ws() + "\n");
        final String waits = doctor(1).toString();
        assertTrue(waits.contains("featuresBoot has no alphapulse-evm"), waits);
        final Path features = etc.resolve("org.apache.karaf.features.cfg");
        Files.writeString(
                features,
                Files.readString(features)
                        .replace("alphapulse-base/", "alphapulse-evm/0.1.0.SNAPSHOT, alphapulse-base/"));
        final JsonNode healthy = doctor(0);
        assertTrue(healthy.toString().contains("announces blocks"), healthy::toString);
        assertTrue(healthy.get("healthy").asBoolean());
        Files.writeString(
                etc.resolve("org.alphapulse.collector.evm-devnet.cfg"),
                "chain = devnet\nchain.id = 1\nendpoints = " + ws()
                        + ",ws://127.0.0.1:1\ntimeout.ms = soon\nsilense.ms = 5\n");
        Files.writeString(etc.resolve("org.alphapulse.risk.limit-main.cfg"), "max.order.size = 1\n");
        final Path secret = Files.writeString(base.resolve("key.json"), "{}");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(
                etc.resolve("org.alphapulse.signer.keystore-main.cfg"),
                "keystore.file = " + secret + "\npassphrase.file = " + base.resolve("nothing") + "\n");
        final String sick = doctor(1).toString();
        for (final String words : List.of(
                "it is on chain 137, not on 1",
                "127.0.0.1:1",
                "timeout.ms=soon is not allowed",
                "did you mean silence.ms?",
                "did you mean org.alphapulse.risk.limits-NAME.cfg?",
                "chmod 600 " + secret,
                "cannot be read")) {
            assertTrue(sick.contains(words), () -> words + " in " + sick);
        }
    }

    @Test
    void shouldEncryptAKeyFromStandardInputAndOverwriteNothing() throws Exception {
        final Path keystore = base.resolve("key.json");
        final Path passphrase = Files.writeString(base.resolve("passphrase"), "correct horse\n");
        final Path key = Files.writeString(base.resolve("key"), "0".repeat(63) + "1\n");
        final ProcessBuilder builder =
                script("import-key", keystore.toString(), passphrase.toString()).redirectInput(key.toFile());
        final Ended made = ended(builder);
        assertEquals(0, made.code(), made.said());
        // The account of the key one.
        assertTrue(made.said().contains("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"), made::said);
        final String text = Files.readString(keystore);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)));
        assertTrue(ended(builder).code() != 0);
        assertEquals(text, Files.readString(keystore));
    }

    private JsonNode doctor(int code) throws IOException, InterruptedException {
        final Ended ended = alphapulse("doctor", "--json");
        assertEquals(code, ended.code(), ended.said());
        return JSON.readTree(ended.said());
    }
}
