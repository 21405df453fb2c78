package org.alphapulse.benchmarks.karaf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.alphapulse.api.plugin.PluginAdminService;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.benchmarks.pipeline.Buckets;
import org.alphapulse.benchmarks.probe.DeliveryRecorder;
import org.alphapulse.spi.collector.Collector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a strategy bundle again and again under load, in every way an operator can, and counts what became of each message. It starts
 * when it is configured, and leaves its result in a file of the data folder.
 */
@Component(
        name = "org.alphapulse.benchmarks.karaf",
        service = DeliveryRecorder.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HotSwapDriver implements DeliveryRecorder {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.benchmarks");
    private static final String PROBE = "org.alphapulse.strategy.probe";
    private static final int SLOTS = 7;
    /** Replacements before those that count, so that the container's own code is compiled as in an engine that runs for a while. */
    private static final int WARM_UP = 50;

    /** How long a candidate warms up beside the acting version. */
    private static final int CANDIDATE_MS = 100;

    private static final int FLOOR_MS = 20;
    private static final long PATIENCE_NS = 30_000_000_000L;

    private final BundleContext context;
    private final PluginAdminService admin;
    private final ConfigurationAdmin configurations;
    private final SlotRecord[] records = new SlotRecord[SLOTS];
    private final int rate;
    private final int swaps;
    private final List<String> wanted;
    private final List<String> rows = new ArrayList<>();
    private final Path data;
    private final Thread thread;
    private volatile SwapPhases phases = new SwapPhases();
    private LoadCollector load;
    private JarVersions jars;
    private int nextVersion = 1;

    /** Configuration. */
    @interface Config {
        int rate() default 200_000;

        int swaps() default 100;

        String rows() default "bundle-update,deploy-folder,blue-green,four-slots";
    }

    /** Starts the run on a thread of its own. */
    @Activate
    public HotSwapDriver(
            Config config,
            BundleContext context,
            @Reference PluginAdminService admin,
            @Reference ConfigurationAdmin configurations) {
        this.context = context;
        this.admin = admin;
        this.configurations = configurations;
        this.rate = config.rate();
        this.swaps = config.swaps();
        this.wanted = List.of(config.rows().split(","));
        this.data = Path.of(context.getProperty("karaf.data"));
        for (int i = 0; i < SLOTS; i++) {
            records[i] = new SlotRecord();
        }
        thread = new Thread(this::run, "alphapulse-hotswap-benchmark");
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void stop() {
        thread.interrupt();
    }

    @Override
    public int started(int slot, Object instance) {
        phases.bound();
        return records[slot].started(instance.getClass().getClassLoader());
    }

    @Override
    public void delivered(int slot, int instance, long counter, boolean acting) {
        if (acting) {
            records[slot].delivered(instance, counter);
        }
    }

    @Override
    public void deliveredAfterDeactivation(int slot) {
        records[slot].deliveredAfterDeactivation();
    }

    @Override
    public void restored(int slot, long count) {
        phases.restored(); // the counters of the messages say more than the saved count
    }

    private void run() {
        try {
            await("the engine is ready", () -> Files.exists(data.resolve("alphapulse-ready.json")));
            final Path work = Files.createDirectories(data.resolve("hotswap"));
            jars = new JarVersions(probeJar(), work);
            load = new LoadCollector(rate);
            final Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("service.pid", "org.alphapulse.collector.load");
            final ServiceRegistration<Collector> registration =
                    context.registerService(Collector.class, load, properties);
            for (final String row : wanted) {
                watch();
                switch (row) {
                    case "bundle-update" -> bundleUpdate();
                    case "deploy-folder" -> deployFolder();
                    case "blue-green" -> blueGreen();
                    case "four-slots" -> fourSlots();
                    default ->
                        throw new IllegalArgumentException("rows=" + row + " is not allowed; allowed is any of"
                                + " bundle-update, deploy-folder, blue-green, four-slots");
                }
            }
            registration.unregister();
            finish("{\"rows\":[" + String.join(",", rows) + "]}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | BundleException | RuntimeException e) {
            LOG.error("the benchmark failed", e);
            finish("{\"error\":\"" + e.toString().replace('"', '\'') + "\"}");
        }
    }

    /** A fresh account of the phases for the next row. */
    private void watch() {
        context.removeBundleListener(phases);
        context.removeServiceListener(phases);
        phases = new SwapPhases();
        context.addBundleListener(phases);
        context.addServiceListener(phases);
    }

    private void finish(String json) {
        try {
            final Path part = data.resolve("hotswap.part");
            Files.writeString(part, json + "\n");
            Files.move(part, data.resolve("hotswap.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.error("the result cannot be written", e);
        }
    }

    private Path probeJar() throws IOException {
        final Path folder = Path.of(context.getProperty("karaf.home"), "system/org/alphapulse/strategy-probe");
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no probe jar in " + folder));
        }
    }

    private String nextVersion() {
        return "1.0." + nextVersion++;
    }

    private Bundle install(String version) throws IOException, BundleException {
        final Path jar = jars.version(version);
        try (InputStream in = Files.newInputStream(jar)) {
            final Bundle bundle = context.installBundle("probe:" + version, in);
            bundle.start();
            return bundle;
        }
    }

    private Configuration configure(int slot, String behaviour, String delivery) throws IOException {
        final Configuration configuration = configurations.getFactoryConfiguration(PROBE, "s" + slot, "?");
        final Dictionary<String, Object> values = new Hashtable<>();
        values.put("index", slot);
        values.put("behaviour", behaviour);
        values.put("delivery", delivery);
        configuration.update(values);
        return configuration;
    }

    private static String slotId(int slot) {
        return "strategy.probe~s" + slot;
    }

    private void bundleUpdate() throws IOException, BundleException, InterruptedException {
        final Configuration configuration = configure(0, "normal", "inline");
        final Bundle bundle = install(nextVersion());
        final Pauses pauses = new Pauses();
        awaitFlow(0);
        for (int i = -WARM_UP; i < swaps; i++) {
            final long before = prepare(0, pauses);
            try (InputStream in = Files.newInputStream(jars.version(nextVersion()))) {
                bundle.update(in);
            }
            awaitSwap(0, before, pauses, i, "bundle-update");
        }
        report("bundle-update", 0, pauses);
        retire(0, bundle, configuration);
    }

    private void deployFolder() throws IOException, BundleException, InterruptedException {
        final Configuration configuration = configure(1, "normal", "inline");
        final Path target = Path.of(context.getProperty("karaf.base"), "deploy", "probe.jar");
        deploy(target);
        awaitFlow(1);
        final Pauses pauses = new Pauses();
        for (int i = -WARM_UP; i < swaps; i++) {
            final long before = prepare(1, pauses);
            deploy(target);
            awaitSwap(1, before, pauses, i, "deploy-folder");
        }
        report("deploy-folder", 1, pauses);
        final Bundle bundle = context.getBundle(target.toUri().toString());
        Files.delete(target);
        await("the deployed bundle is gone", () -> bundle == null || bundle.getState() == Bundle.UNINSTALLED);
        retire(1, null, configuration);
    }

    /** Writes beside the folder and renames, so that a half-written file is never picked up. */
    private void deploy(Path target) throws IOException {
        final Path jar = jars.version(nextVersion());
        Files.move(jar, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private java.util.Optional<PluginStatus> status(int slot, String role) {
        return admin.plugins().stream()
                .filter(row -> row.id().equals(slotId(slot)) && row.role().equals(role))
                .findFirst();
    }

    private void blueGreen() throws IOException, BundleException, InterruptedException {
        final Configuration configuration = configure(2, "normal", "inline");
        Bundle blue = install(nextVersion());
        awaitFlow(2);
        final Pauses pauses = new Pauses();
        for (int i = -WARM_UP; i < swaps; i++) {
            final Bundle green = install(nextVersion());
            await("the candidate warms up", () -> status(2, "candidate").isPresent());
            Thread.sleep(CANDIDATE_MS);
            final long before = prepare(2, pauses);
            phases.asked();
            admin.swap(slotId(2));
            awaitSwap(2, before, pauses, i, "blue-green");
            blue.uninstall();
            blue = green;
        }
        report("blue-green", 2, pauses);
        retire(2, blue, configuration);
    }

    private void fourSlots() throws IOException, BundleException, InterruptedException {
        final List<Configuration> all = List.of(
                configure(5, "hang", "isolated"),
                configure(6, "throw", "isolated"),
                configure(3, "normal", "isolated"),
                configure(4, "normal", "isolated"));
        final Bundle bundle = install(nextVersion());
        awaitFlow(3);
        awaitFlow(4);
        final int rounds = Math.max(1, swaps / 10);
        final Pauses pauses = new Pauses();
        for (int i = 0; i < rounds; i++) {
            final long before3 = prepare(3, pauses);
            final long before4 = prepare(4, pauses);
            try (InputStream in = Files.newInputStream(jars.version(nextVersion()))) {
                bundle.update(in);
            }
            awaitSwap(3, before3, pauses, i, "four-slots");
            awaitSwap(4, before4, pauses, i, "four-slots");
        }
        drain(3);
        drain(4);
        bundle.uninstall();
        final long published = records[3].published(load.lastCounter()) + records[4].published(load.lastCounter());
        rows.add(row(
                "four-slots",
                rounds,
                published,
                records[3].delivered() + records[4].delivered(),
                records[3].lost() + records[4].lost(),
                records[3].duplicated() + records[4].duplicated(),
                records[3].outOfOrder() + records[4].outOfOrder(),
                records[3].afterDeactivate() + records[4].afterDeactivate(),
                loadersAlive(3),
                pauses));
        for (final Configuration configuration : all) {
            configuration.delete();
        }
    }

    /** Notes how long no message comes anyway, begins to watch for a swap and gives how many there were. */
    private long prepare(int slot, Pauses pauses) throws InterruptedException {
        records[slot].forgetGap();
        Thread.sleep(FLOOR_MS);
        pauses.floor.recordValue(Math.max(1, records[slot].longestGapNs()));
        records[slot].forgetGap();
        return records[slot].takeovers();
    }

    /** Waits until messages flow again behind the swap, and notes how long none was delivered. */
    private void awaitSwap(int slot, long before, Pauses pauses, int round, String name) throws InterruptedException {
        await("another version takes over in " + slotId(slot), () -> records[slot].takeovers() > before);
        final long reached = load.lastCounter();
        await("deliveries go on in " + slotId(slot), () -> records[slot].last() >= reached);
        Thread.sleep(15);
        if (pauses.firstNs == 0) {
            pauses.firstNs = records[slot].pauseNs();
        }
        if (round < 0) {
            return;
        }
        final long firstNs = records[slot].takeoverNs();
        final String phased = phases.take(firstNs - records[slot].pauseNs(), firstNs);
        LOG.info("{} {} of {}, ms from the last message of the old version: {}", name, round + 1, swaps, phased);
        pauses.handover.recordValue(Math.max(1, records[slot].pauseNs()));
        status(slot, "active").ifPresent(row -> pauses.engine.recordValue(row.lastPauseNs()));
        pauses.longest.recordValue(Math.max(1, records[slot].longestGapNs()));
    }

    private void awaitFlow(int slot) throws InterruptedException {
        await("messages flow to " + slotId(slot), () -> records[slot].delivered() > rate / 10);
    }

    private void drain(int slot) throws InterruptedException {
        load.pause(true);
        Thread.sleep(50);
        await("the backlog is delivered", () -> records[slot].last() >= load.lastCounter());
    }

    private void report(String name, int slot, Pauses pauses) throws InterruptedException {
        drain(slot);
        rows.add(row(
                name,
                swaps,
                records[slot].published(load.lastCounter()),
                records[slot].delivered(),
                records[slot].lost(),
                records[slot].duplicated(),
                records[slot].outOfOrder(),
                records[slot].afterDeactivate(),
                loadersAlive(slot),
                pauses));
    }

    private void retire(int slot, Bundle bundle, Configuration configuration) throws IOException, BundleException {
        if (bundle != null) {
            bundle.uninstall();
        }
        configuration.delete();
        records[slot] = new SlotRecord();
        load.pause(false);
    }

    private long loadersAlive(int slot) throws InterruptedException {
        long alive = Long.MAX_VALUE;
        for (int i = 0; i < 10 && alive > 1; i++) {
            System.gc();
            Thread.sleep(100);
            alive = records[slot].loadersAlive();
        }
        return alive;
    }

    private String row(
            String name,
            int swaps,
            long published,
            long delivered,
            long lost,
            long duplicated,
            long outOfOrder,
            long afterDeactivate,
            long loadersAlive,
            Pauses pauses) {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"swaps\":%d,\"published\":%d,\"delivered\":%d,\"lost\":%d,\"duplicated\":%d,"
                        + "\"outOfOrder\":%d,\"afterDeactivate\":%d,\"loadersAlive\":%d,"
                        + "\"pauseMs\":%s,\"longestGapMs\":%s,\"noiseFloorMs\":%s,\"engineMs\":%s,\"firstPauseMs\":%.3f,\"phasesMs\":%s,\"histogramMs\":[%s]}",
                name,
                swaps,
                published,
                delivered,
                lost,
                duplicated,
                outOfOrder,
                afterDeactivate,
                loadersAlive,
                json(pauses.handover),
                json(pauses.longest),
                json(pauses.floor),
                json(pauses.engine),
                pauses.firstNs / 1e6,
                phases.toJson(),
                Buckets.text(pauses.handover, 1e6));
    }

    private static String json(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "{\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}",
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getMaxValue() / 1e6);
    }

    /**
     * From the last message of the old version to the first of the new; the longest time without a message around that; and the longest
     * within {@link #FLOOR_MS} before, when nothing is replaced. Beside that what the engine itself says, from the end of the old version
     * to the new one's having caught up, and the pause of the first replacement of all, with nothing warmed up.
     */
    private static final class Pauses {
        private final Histogram handover = new Histogram(3);
        private final Histogram longest = new Histogram(3);
        private final Histogram floor = new Histogram(3);
        private final Histogram engine = new Histogram(3);
        private long firstNs;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain until " + what);
            }
            Thread.sleep(1);
        }
    }
}
