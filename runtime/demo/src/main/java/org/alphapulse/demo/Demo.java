package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Noise;
import org.alphapulse.devnet.NoiseSpec;

/** One run on one chain: sets up, arms, watches, replaces the strategy once, disarms, judges. */
final class Demo {
    private static final String FEATURES = "alphapulse-evm/VERSION, alphapulse-live/VERSION, ";
    private static final long AFTERMATH_MS = 3_500;
    private static final long OPEN_MS = 500;
    private static final int OPEN_TRIES = 30;
    private static final long WARM_UP_MS = 8_000;

    private final Options options;
    private final LocalChain chain;
    private final Instance instance;
    private final PrintStream out;
    private final List<Figures.Sample> samples = new ArrayList<>();

    Demo(Options options, LocalChain chain, Instance instance, PrintStream out) {
        this.options = options;
        this.chain = chain;
        this.instance = instance;
        this.out = out;
    }

    /** Does it; whether the figures are as they should be. */
    boolean run(CountDownLatch stop) throws IOException, InterruptedException {
        final Trader trader = new Trader(chain);
        out.println("demo: FlashLoanArbitrage is at " + trader.contract() + ", " + trader.address() + " trades");
        final Replay replay = Replay.load(chain);
        final Chronicle chronicle = new Chronicle(chain, trader, replay.loadedAt());
        instance.prepare(FEATURES.replace("VERSION", "0.1.0.SNAPSHOT"));
        final StrategySwap swap = new StrategySwap(instance);
        swap.prepare();
        final Cores cores = new Cores();
        trader.configure(instance, cores.settings());
        // Closed with its chain if this fails.
        final Noise noise = chain.noise(NoiseSpec.of(options.noiseSeed(), options.rate()));
        out.println("demo: others trade " + options.rate() + " times a second; starting the engine");
        cores.thisIsTheWorld();
        out.println("demo: the engine is READY after " + instance.start() + " ms");
        out.println("demo: " + cores.divide());
        final Latencies latencies = new Latencies();
        latencies.begin(instance);
        awaitPools(replay.pools(), stop);
        samples.add(sample());
        final long armedAt = chain.blockNumber();
        out.println("demo: " + instance.command("alphapulse:arm").strip());
        final View view = new View(out, chronicle, new Valuation(chain));
        // Begun anew: what was taken before is forgotten, but measuring is no longer new either.
        latencies.begin(instance);
        watch(stop, view, swap, latencies);
        // With what came since the last look.
        latencies.poll(instance);
        instance.command("alphapulse:disarm");
        final long disarmedAt = chain.blockNumber();
        out.println("demo: disarmed; " + noise.swaps() + " swaps of others; waiting for what is on its way");
        TimeUnit.MILLISECONDS.sleep(AFTERMATH_MS);
        // On a machine that others keep busy the engine needs longer to see what became of the last trades.
        for (int i = 0; i < OPEN_TRIES && isAnyOpen(); i++) {
            TimeUnit.MILLISECONDS.sleep(OPEN_MS);
        }
        noise.close();
        samples.add(sample());
        final long dropped = dropped(instance.json("alphapulse:plugins"));
        chronicle.follow();
        final Hindsight hindsight = new Hindsight(chain, replay, trader);
        instance.close();
        final Figures figures = new Figures(
                chronicle, replay, new Figures.Window(armedAt, disarmedAt, samples), new Valuation(chain), hindsight);
        final Map<String, Object> computed =
                figures.compute(instance.base().resolve("data/ledger"), swap.done(), dropped, latencies);
        Figures.write(computed, options.json(), out);
        final List<String> faults = Figures.faults(computed);
        if (!faults.isEmpty()) {
            out.println("demo: this must not be: " + String.join(", ", faults));
        }
        return faults.isEmpty();
    }

    private boolean isAnyOpen() throws IOException {
        for (final JsonNode row : instance.json("alphapulse:executions --limit 100")) {
            if (row.path("result").asText().equals("OPEN")) {
                return true;
            }
        }
        return false;
    }

    /** The counters when a block's events were all told and the next block is not mined. */
    private Figures.Sample sample() throws IOException, InterruptedException {
        for (; ; ) {
            final long block = chain.blockNumber();
            while (chain.blockNumber() == block) {
                Thread.sleep(20);
            }
            awaitTold(block + 1);
            final Optional<Figures.Sample> sample = sampleNow();
            if (sample.isPresent()) {
                return sample.get();
            }
        }
    }

    /** The counters, unless events of a block are on their way just now. */
    private Optional<Figures.Sample> sampleNow() throws IOException {
        final long block = chain.blockNumber();
        final boolean told = told() >= block;
        final JsonNode status = instance.json("alphapulse:status");
        final long holds =
                instance.json("alphapulse:chain").at("/0/chain/holds").asLong();
        return told && chain.blockNumber() == block
                ? Optional.of(new Figures.Sample(block, status, holds))
                : Optional.empty();
    }

    private long told() throws IOException {
        return instance.json("alphapulse:venues").path(0).path("block").asLong();
    }

    /** Returns when the engine was told all events of a block, or the next one is mined. */
    private void awaitTold(long block) throws IOException, InterruptedException {
        while (told() < block && chain.blockNumber() == block) {
            Thread.sleep(20);
        }
    }

    private static long dropped(JsonNode plugins) {
        long sum = 0;
        for (final JsonNode row : plugins) {
            sum += row.path("dropped").asLong();
        }
        return sum;
    }

    private void awaitPools(int count, CountDownLatch stop) throws IOException, InterruptedException {
        // Pools are told within a block or two once the collector listens; the strategy indexes them in the background.
        for (int i = 0; i < 30 && stop.getCount() > 0; i++) {
            if (instance.json("alphapulse:status").path("received").asLong() > 2L * count) {
                break;
            }
            Thread.sleep(500);
        }
        // As an operator would: what was never done is slow, and half a dozen blocks show the engine its way.
        stop.await(WARM_UP_MS, TimeUnit.MILLISECONDS);
    }

    private void watch(CountDownLatch stop, View view, StrategySwap swap, Latencies latencies)
            throws IOException, InterruptedException {
        final long begin = System.nanoTime();
        final long end = options.seconds() == 0 ? Long.MAX_VALUE : begin + options.seconds() * 1_000_000_000L;
        final long swapAfter = options.seconds() == 0 ? 30 : Math.max(8, options.seconds() / 2);
        boolean swapped = false;
        while (System.nanoTime() < end && instance.isAlive()) {
            if (stop.await(1, TimeUnit.SECONDS)) {
                return;
            }
            latencies.poll(instance);
            sampleNow().ifPresent(samples::add);
            view.refresh(instance.json("alphapulse:status"), latencies, (System.nanoTime() - begin) / 1_000_000_000L);
            if (!swapped && System.nanoTime() - begin > swapAfter * 1_000_000_000L) {
                swapped = true;
                view.say(swap.run());
            }
        }
    }
}
