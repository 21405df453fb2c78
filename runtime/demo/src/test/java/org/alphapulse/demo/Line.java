package org.alphapulse.demo;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.U256;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.collector.evm.EvmCollector;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.executor.flashloan.FlashLoanExecutor;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.Position;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.risk.limits.LimitsMonitor;
import org.alphapulse.signer.keystore.KeystoreSigner;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.alphapulse.strategy.arbitrage.ArbitrageStrategy;
import org.alphapulse.submission.open.PublicPool;

/**
 * The whole line in one virtual machine without a container: collector, engine, strategy, gate, executor, signer, channel and ledger, with
 * the configurations of the demo. Two hooks let a test do something at a moment that it could not hit otherwise.
 */
final class Line implements AutoCloseable {
    private static final String STRATEGY_TOPICS = "market-data,execution/ExecutionReport,system/StateInvalidation";

    final Engine engine;
    final FileLedger ledger;
    final EvmCollector collector;
    volatile Runnable beforeLedger = () -> {};
    volatile Runnable beforeSubmit = () -> {};

    private final PublicPool pool;
    private final KeystoreSigner signer;

    Line(Map<String, Map<String, String>> configurations, Path folder) {
        final EngineSettings defaults = EngineSettings.defaults();
        final EngineSettings settings = new EngineSettings(
                TradingMode.LIVE,
                defaults.idle(),
                defaults.inboundCapacity(),
                defaults.recentBytes(),
                defaults.slotCapacity(),
                5_000_000_000L,
                defaults.commandTimeoutMs(),
                defaults.faultLimit(),
                List.of("risk.limits~main"));
        engine = new Engine(settings, new Halts(null), new MarketFile(folder.resolve("market"))).start();
        final Map<String, String> key = configurations.get("org.alphapulse.signer.keystore-main.cfg");
        signer =
                KeystoreSigner.open(Path.of(key.get("keystore.file")), Path.of(key.get("passphrase.file")), "auto", 16);
        ledger = FileLedger.open(
                Path.of(configurations.get("org.alphapulse.ledger.cfg").get("directory")), 1 << 20);
        final Map<String, String> channel = configurations.get("org.alphapulse.submission.public-devnet.cfg");
        pool = new PublicPool(Long.parseLong(channel.get("chain.id")), channel.get("nodes"));
        final Map<String, String> chain =
                new java.util.HashMap<>(configurations.get("org.alphapulse.collector.evm-devnet.cfg"));
        chain.put("folder", folder.toString());
        collector = make(EvmCollector.class, List.of(), chain);
        engine.plugins().bind(make(LimitsMonitor.class, List.of(), Map.of()), plugin("risk.limits~main", ""));
        engine.plugins().bind(executor(configurations), plugin("executor.flashloan~main", ""));
        engine.plugins()
                .bind(
                        make(
                                ArbitrageStrategy.class,
                                List.of(),
                                configurations.get("org.alphapulse.strategy.arbitrage-main.config")),
                        plugin("strategy.arbitrage~main", STRATEGY_TOPICS));
        engine.plugins().bind(collector, plugin("collector.evm~devnet", ""));
    }

    private FlashLoanExecutor executor(Map<String, Map<String, String>> configurations) {
        return make(
                FlashLoanExecutor.class,
                List.of(signer, hooked(TradeLedger.class, ledger, "plan", () -> beforeLedger.run()), channels()),
                configurations.get("org.alphapulse.executor.flashloan-main.cfg"));
    }

    private List<SubmissionChannel> channels() {
        return List.of(hooked(SubmissionChannel.class, pool, "submit", () -> beforeSubmit.run()));
    }

    private static Plugin plugin(String id, String topics) {
        return new Plugin(
                id, new Binding.Origin("line", "1", 0), true, topics.isEmpty() ? Map.of() : Map.of("topics", topics));
    }

    private static <T> T hooked(Class<T> type, T target, String method, Runnable before) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> {
            if (called.getName().equals(method)) {
                before.run();
            }
            try {
                return called.invoke(target, given);
            } catch (java.lang.reflect.InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    /** Makes a component as Declarative Services would, from the text of its configuration. */
    private static <T> T make(Class<T> type, List<?> services, Map<String, String> values) {
        for (final Constructor<?> constructor : type.getDeclaredConstructors()) {
            final Class<?>[] parameters = constructor.getParameterTypes();
            if (parameters.length == 1 + services.size() && parameters[0].isAnnotation()) {
                final Object[] arguments = new Object[parameters.length];
                arguments[0] = config(parameters[0], values);
                for (int i = 0; i < services.size(); i++) {
                    arguments[1 + i] = services.get(i);
                }
                try {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(arguments));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalArgumentException("no constructor of " + type + " takes a configuration and " + services);
    }

    private static Object config(Class<?> type, Map<String, String> values) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, unused) -> {
            final String text = values.get(method.getName().replace('_', '.'));
            return text == null ? method.getDefaultValue() : typed(method, text);
        });
    }

    /** A value of a file of either form, {@code 5} or {@code I"5"}. */
    private static Object typed(Method method, String text) {
        if (method.getReturnType() == String[].class) {
            return Arrays.stream(text.substring(2, text.length() - 2).split("\",\""))
                    .toArray(String[]::new);
        }
        final String plain = text.replaceAll("^[A-Z]?\"|\"$", "");
        return switch (method.getReturnType().getSimpleName()) {
            case "long" -> (Object) Long.parseLong(plain);
            case "int" -> Integer.parseInt(plain);
            case "double" -> Double.parseDouble(plain);
            case "boolean" -> Boolean.parseBoolean(plain);
            default -> plain;
        };
    }

    /** Pools that may be traded now. */
    int tradable() {
        return onEngine(() -> {
            final MarketView view = engine.market().view();
            int count = 0;
            for (int pool = 0; pool < view.poolCount(); pool++) {
                count += view.tradable(pool) ? 1 : 0;
            }
            return count;
        });
    }

    /** The pools that may not be traded now, and why. */
    Map<Integer, String> untradable() {
        return onEngine(() -> {
            final MarketView view = engine.market().view();
            final Map<Integer, String> reasons = new TreeMap<>();
            for (int pool = 0; pool < view.poolCount(); pool++) {
                if (!view.tradable(pool)) {
                    reasons.put(pool, view.status(pool).name());
                }
            }
            return reasons;
        });
    }

    /** Both reserves, or price and liquidity, of each pool that may be traded now, by its address. */
    Map<String, List<BigInteger>> states() {
        return onEngine(() -> {
            final MarketView view = engine.market().view();
            final Map<String, List<BigInteger>> states = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            final U256 first = new U256();
            final U256 second = new U256();
            for (int pool = 0; pool < view.poolCount(); pool++) {
                if (view.family(pool) == PoolFamilies.UNISWAP_V2) {
                    view.reserve0(pool, first);
                    view.reserve1(pool, second);
                } else {
                    view.sqrtPriceX96(pool, first);
                    view.liquidity(pool, second);
                }
                if (view.tradable(pool)) {
                    states.put(address(view, pool), List.of(first.toBigInteger(), second.toBigInteger()));
                }
            }
            return states;
        });
    }

    private static String address(MarketView view, int pool) {
        final String id = new InstrumentId(
                        view.poolId(pool, 0),
                        view.poolId(pool, 1),
                        view.poolId(pool, 2),
                        view.poolId(pool, 3),
                        view.poolId(pool, 4))
                .toString();
        return id.substring(id.lastIndexOf(':') + 1);
    }

    private <T> T onEngine(Supplier<T> reading) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        engine.agent().execute(() -> result.complete(reading.get()));
        return result.join();
    }

    /** Plans filled by the ledger's account. */
    long filled() {
        return ledger.positions().stream().mapToLong(Position::filled).sum();
    }

    /** Plans that the gate let through. */
    long planned() {
        return engine.gate().approvedCount();
    }

    Signer signer() {
        return signer;
    }

    @Override
    public void close() {
        engine.close();
        pool.close();
        ledger.close();
        signer.close();
    }
}
