package org.alphapulse.devnet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs a devnet as a process of its own.
 *
 * <p>Prints one JSON line when it is ready, with endpoints, accounts, tokens, pools and contracts of each chain. Then it obeys the
 * commands of {@link DevnetConsole}, one a line, and answers each with a JSON line. It ends when its standard input ends, or on a signal.
 */
public final class DevnetMain {
    private static final String USAGE =
            "usage: [--chains 1,137] [--seed N] [--rate SWAPS_PER_SECOND] [--noise-seed N] [--block-time SECONDS]"
                    + " [--port FIRST_PORT] [--cache FOLDER] [--npm NODE_MODULES]";
    private static final ObjectMapper JSON = new ObjectMapper();

    private DevnetMain() {}

    /**
     * Starts the devnet and runs it until the end of standard input.
     *
     * @param arguments as the usage line says
     * @throws IOException if standard input breaks
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        Devnet devnet;
        Optional<NoiseSpec> noise;
        try {
            Map<String, String> options = options(arguments);
            noise = noise(options);
            devnet = Devnet.start(spec(options));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        } catch (IllegalStateException missing) {
            System.err.println(missing.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(devnet::close, "devnet-close"));
        List<Noise> noises = new ArrayList<>();
        noise.ifPresent(spec -> devnet.chains().forEach(chain -> noises.add(chain.noise(spec))));
        DevnetConsole console = new DevnetConsole(devnet, noises);
        out.println(ready(console, (System.nanoTime() - begin) / 1_000_000));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                out.println(JSON.writeValueAsString(console.obey(line.trim().split(" +"))));
            }
        }
        System.exit(0);
    }

    private static Optional<NoiseSpec> noise(Map<String, String> options) {
        double rate = value(options, "rate", "0", Double::parseDouble);
        long seed = value(options, "noise-seed", "1", Long::parseLong);
        return rate == 0 ? Optional.empty() : Optional.of(NoiseSpec.of(seed, rate));
    }

    private static DevnetSpec spec(Map<String, String> options) {
        DevnetSpec defaults = DevnetSpec.defaults();
        Duration blockTime = Duration.ofSeconds(value(options, "block-time", "1", Long::parseLong));
        int port = value(options, "port", "0", Integer::parseInt);
        List<Long> ids = value(options, "chains", "1,137", text -> Stream.of(text.split(","))
                .map(Long::parseLong)
                .toList());
        List<ChainSpec> chains = new ArrayList<>();
        for (long id : ids) {
            chains.add(new ChainSpec(id, blockTime, port == 0 ? 0 : port + chains.size()));
        }
        return new DevnetSpec(
                chains,
                value(options, "seed", "1", Long::parseLong),
                Path.of(options.getOrDefault("cache", defaults.cache().toString())),
                Path.of(options.getOrDefault("npm", defaults.npm().toString())));
    }

    private static <T> T value(Map<String, String> options, String name, String otherwise, Function<String, T> parser) {
        String text = options.getOrDefault(name, otherwise);
        try {
            return parser.apply(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--" + name + " " + text + " is not a number", wrong);
        }
    }

    private static Map<String, String> options(String[] arguments) {
        List<String> known = List.of("chains", "seed", "rate", "noise-seed", "block-time", "port", "cache", "npm");
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : arguments[i];
            if (!known.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("unknown or incomplete option " + arguments[i]);
            }
            options.put(name, arguments[i + 1]);
        }
        return options;
    }

    private static String ready(DevnetConsole console, long millis) throws JsonProcessingException {
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("event", "ready");
        ready.put("readyMs", millis);
        ready.put("chains", console.obey("describe").get("chains"));
        return JSON.writeValueAsString(ready);
    }
}
