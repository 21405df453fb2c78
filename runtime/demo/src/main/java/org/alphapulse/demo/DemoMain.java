package org.alphapulse.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.alphapulse.devnet.ChainSpec;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;

/**
 * The main job from end to end: a local chain on which others trade, the distribution that collects, detects, decides, executes and
 * accounts, and at the end figures taken from the chain itself. See docs/how-to/demo.md.
 */
public final class DemoMain {
    private DemoMain() {}

    /**
     * Runs it; see {@link Options}.
     *
     * @throws InterruptedException never before everything it started has ended
     */
    public static void main(String[] arguments) throws InterruptedException {
        final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        final Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\n" + Options.USAGE);
            System.exit(64);
            return;
        }
        final CountDownLatch stop = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stop, ended), "demo-end"));
        int code = 0;
        try {
            code = run(options, stop, out) ? 0 : 1;
        } catch (IOException | RuntimeException failed) {
            out.println("demo: " + failed);
            code = 1;
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static void await(CountDownLatch stop, CountDownLatch ended) {
        stop.countDown();
        try {
            ended.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException given) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(Options options, CountDownLatch stop, PrintStream out)
            throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("alphapulse.home", "."))
                .toAbsolutePath()
                .normalize();
        out.println("demo: starting a local chain with Uniswap, Aave and Balancer");
        final DevnetSpec spec = DevnetSpec.defaults()
                .withNpm(home.resolve("contracts/node_modules"))
                .withChains(ChainSpec.of(1));
        final String dist = System.getProperty(
                "alphapulse.dist", home.resolve("karaf-dist/target/assembly").toString());
        try (Devnet devnet = Devnet.start(spec);
                Instance instance = new Instance(Path.of(dist), home.resolve("karaf-dist/target/instances/demo"))) {
            return new Demo(options, devnet.chain(1), instance, out).run(stop);
        }
    }
}
