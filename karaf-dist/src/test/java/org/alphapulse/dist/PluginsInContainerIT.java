package org.alphapulse.dist;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.maven;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.features;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.api.opportunity.OpportunityService;
import org.alphapulse.api.opportunity.RouteQuote;
import org.alphapulse.api.opportunity.RouteService;
import org.alphapulse.api.opportunity.SwapRoute;
import org.alphapulse.api.plugin.PluginAdminService;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.benchmarks.probe.DeliveryRecorder;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Plugins as operators handle them, inside the built distribution: replaced under load, broken in every way, and explained. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PluginsInContainerIT {
    private static final String PROBE = "org.alphapulse.strategy.probe";

    @Inject
    private BundleContext context;

    @Inject
    private PluginAdminService admin;

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private SessionFactory sessions;

    @Inject
    private OpportunityService opportunities;

    private final Recorder recorder = new Recorder();
    private final List<String> configured = new ArrayList<>();
    private ServiceRegistration<DeliveryRecorder> registration;

    @Configuration
    public Option[] configuration() {
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(new File(System.getProperty("alphapulse.archive"))
                            .toURI()
                            .toString())
                    .name("AlphaPulse")
                    .unpackDirectory(new File(System.getProperty("alphapulse.work")))
                    .useDeployFolder(false),
            configureConsole().ignoreLocalConsole(),
            features(
                    maven("org.alphapulse", "features", System.getProperty("alphapulse.version"))
                            .classifier("features")
                            .type("xml"),
                    "alphapulse-bench",
                    "alphapulse-arbitrage"),
            keepRuntimeFolder(),
            editConfigurationFilePut("etc/org.apache.karaf.shell.cfg", "sshPort", "0"),
            editConfigurationFilePut("etc/org.alphapulse.collector.sim-main.cfg", "rate", "20000"),
            editConfigurationFilePut("etc/org.alphapulse.engine.cfg", "handover.ms", "5000"),
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg",
                    "org.ops4j.pax.url.mvn.repositories",
                    "https://repo.maven.apache.org/maven2@id=central"),
            vmOptions(
                    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.base/java.net=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED")
        };
    }

    /** Checks that messages arrive in the order of their source, without hole or repetition. */
    private static final class Recorder implements DeliveryRecorder {
        private final AtomicLong delivered = new AtomicLong();
        private final AtomicLong wrong = new AtomicLong();
        private volatile long last;
        private volatile long restored;

        @Override
        public int started(int slot, Object instance) {
            assertTrue(slot >= 0);
            return 0;
        }

        @Override
        public void delivered(int slot, int instance, long counter, boolean acting) {
            if (!acting) {
                return;
            }
            if (last != 0 && counter <= last) {
                wrong.incrementAndGet();
            }
            last = counter;
            delivered.incrementAndGet();
        }

        @Override
        public void deliveredAfterDeactivation(int slot) {
            wrong.incrementAndGet();
        }

        @Override
        public void restored(int slot, long count) {
            restored = count;
        }
    }

    @Before
    public void ready() throws Exception {
        await("the engine is ready", () -> admin.status().ready());
        registration = context.registerService(DeliveryRecorder.class, recorder, null);
    }

    @After
    public void remove() throws BundleException, IOException {
        for (final Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith("it:")) {
                bundle.uninstall();
            }
        }
        for (final String name : configured) {
            configurations.getFactoryConfiguration(PROBE, name, "?").delete();
        }
        registration.unregister();
    }

    private void configure(String name, String key, Object value) throws IOException {
        final Dictionary<String, Object> values = new Hashtable<>();
        values.put(key, value);
        configurations.getFactoryConfiguration(PROBE, name, "?").update(values);
        configured.add(name);
    }

    private static byte[] jar(Consumer<Attributes> change) throws IOException {
        final Path folder = Path.of(System.getProperty("karaf.home"), "system/org/alphapulse/strategy-probe");
        final Path original;
        try (var files = Files.walk(folder)) {
            original = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(original))) {
            final Manifest manifest = in.getManifest();
            change.accept(manifest.getMainAttributes());
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                JarEntry entry;
                while ((entry = in.getNextJarEntry()) != null) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] version(String version) throws IOException {
        return jar(attributes -> attributes.putValue("Bundle-Version", version));
    }

    private Bundle install(String name, byte[] jar) throws BundleException {
        return context.installBundle("it:" + name, new ByteArrayInputStream(jar));
    }

    private PluginStatus row(String id, String role) {
        return admin.plugins().stream()
                .filter(row -> row.id().equals(id) && row.role().equals(role))
                .findFirst()
                .orElse(null);
    }

    private String reasonOf(String id) {
        final StringBuilder reasons = new StringBuilder();
        admin.plugins().stream()
                .filter(row -> row.id().contains(id) && row.state() == PluginState.FAULTED)
                .forEach(row -> reasons.append(row.reason()));
        return reasons.toString();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain until " + what, System.nanoTime() < deadline);
            Thread.sleep(5);
        }
    }

    private String shell(String command) throws Exception {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        final Session session = sessions.create(new ByteArrayInputStream(new byte[0]), out, out);
        try {
            session.execute(command);
        } finally {
            session.close();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    public void shouldLoseNothingWhenABundleIsUpdatedUnderLoad() throws Exception {
        configure("update", "index", 1);
        final Bundle bundle = install("update", version("1.0.0"));
        bundle.start();
        final String id = "strategy.probe~update";
        await("messages flow", () -> recorder.delivered.get() > 1_000);
        for (int i = 1; i <= 5; i++) {
            final long before = row(id, "active").delivered();
            bundle.update(new ByteArrayInputStream(version("1.0." + i)));
            await("messages flow again", () -> row(id, "active").delivered() > before + 1_000);
            assertEquals("1.0." + i, row(id, "active").version());
        }
        final PluginStatus end = row(id, "active");
        assertEquals(5, end.swaps());
        assertEquals(0, end.dropped());
        assertEquals(0, recorder.wrong.get());
        assertTrue("the saved state was handed over", recorder.restored > 1_000);
    }

    @Test
    public void shouldSwapAndRollBackBetweenTwoInstalledVersions() throws Exception {
        configure("pair", "index", 2);
        install("blue", version("1.0.0")).start();
        final String id = "strategy.probe~pair";
        await("the first version acts", () -> row(id, "active") != null);
        install("green", version("2.0.0")).start();
        await("the second version warms up", () -> row(id, "candidate") != null);
        assertEquals("2.0.0", row(id, "candidate").version());
        assertTrue(shell("alphapulse:swap " + id).contains("2.0.0 acts instead of"));
        assertEquals("2.0.0", row(id, "active").version());
        assertEquals("1.0.0", row(id, "standby").version());
        assertTrue(shell("alphapulse:rollback --json " + id).contains("1.0.0 acts instead of"));
        assertEquals("1.0.0", row(id, "active").version());
        assertEquals(0, recorder.wrong.get());
    }

    @Test
    public void shouldRetireTheSlotOfAnUninstalledPluginButNotOfOneThatMovedToAnotherBundle() throws Exception {
        configure("leaving", "index", 3);
        final String id = "strategy.probe~leaving";
        final Bundle first = install("leaving", version("1.0.0"));
        first.start();
        await("messages flow", () -> recorder.delivered.get() > 1_000);
        final byte[] next = version("1.0.1");
        first.uninstall();
        final Bundle second = install("another-place", next);
        second.start();
        await("the second place takes over", () -> row(id, "active") != null);
        Thread.sleep(6_000); // longer than a slot is kept for another version
        assertEquals("1.0.1", row(id, "active").version());
        assertEquals(0, row(id, "active").dropped());
        assertEquals(0, recorder.wrong.get());

        second.uninstall();
        final PluginStatus waiting = row(id, "");
        assertTrue(waiting == null || waiting.reason().equals("nothing is bound; its messages wait"));
        await("its slot is retired", () -> row(id, "retired") != null);
        assertTrue(row(id, "retired").dropped() > 0);
        final String reason = row(id, "retired").reason();
        assertTrue(reason, reason.contains("1.0.1 was uninstalled and nothing took its place for 5000 ms"));
        assertTrue(shell("alphapulse:plugins").contains("retired"));
    }

    @Test
    public void shouldExplainABundleWithAMissingImport() throws Exception {
        final Bundle bundle =
                install("missing", importing("8.0.0", packages -> packages + ",com.example.nowhere;version=\"[3,4)\""));
        startExpectingFailure(bundle);
        assertTrue(reasonOf(PROBE), reasonOf(PROBE).contains("com.example.nowhere"));
        assertOthersRun();
    }

    @Test
    public void shouldExplainABundleBuiltForAnotherApiVersion() throws Exception {
        final Bundle bundle = install(
                "version",
                importing(
                        "9.0.0",
                        packages -> packages.replaceAll(
                                "(org.alphapulse.spi.strategy;version=)\"[^\"]*\"", "$1\"[9,10)\"")));
        startExpectingFailure(bundle);
        assertTrue(reasonOf(PROBE), reasonOf(PROBE).contains("org.alphapulse.spi.strategy"));
        assertOthersRun();
    }

    private static byte[] importing(String version, UnaryOperator<String> packages) throws IOException {
        return jar(attributes -> {
            attributes.putValue("Bundle-Version", version);
            attributes.putValue("Import-Package", packages.apply(attributes.getValue("Import-Package")));
        });
    }

    @Test
    public void shouldExplainAConfigurationValueThatIsNotAllowed() throws Exception {
        configure("bad", "index", 999);
        final Bundle bundle = install("bad", version("1.0.0"));
        bundle.start();
        await("it is refused", () -> !reasonOf("strategy.probe~bad").isEmpty());
        assertEquals("index=999 is not allowed; allowed is 0 to 63 number", reasonOf("strategy.probe~bad"));
        assertOthersRun();
    }

    @Test
    public void shouldRefuseAJarThatDoesNotMatchItsSignature() throws Exception {
        final Path folder = Files.createTempDirectory("signed");
        try {
            refuseWhatDoesNotMatch(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }

    private void refuseWhatDoesNotMatch(Path folder) throws Exception {
        final Path jar = folder.resolve("probe.jar");
        Files.write(jar, version("1.0.0"));
        tool(
                folder,
                "keytool",
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-keystore",
                "ks",
                "-storepass",
                "changeit");
        tool(folder, "jarsigner", "-keystore", "ks", "-storepass", "changeit", "probe.jar", "k");
        final Bundle good = install("signed", Files.readAllBytes(jar));
        good.start();
        good.uninstall();
        final Path changed = folder.resolve("changed.jar");
        tamper(jar, changed);
        final Bundle bad = install("tampered", Files.readAllBytes(changed));
        startExpectingFailure(bad);
        assertTrue(reasonOf(PROBE), reasonOf(PROBE).contains("does not match its signature"));
        assertOthersRun();
    }

    /** Rewrites a signed jar with one class changed by a byte. */
    private static void tamper(Path from, Path to) throws IOException {
        try (java.util.zip.ZipInputStream in = new java.util.zip.ZipInputStream(Files.newInputStream(from));
                OutputStream file = Files.newOutputStream(to);
                java.util.zip.ZipOutputStream out = new java.util.zip.ZipOutputStream(file)) {
            java.util.zip.ZipEntry entry;
            while ((entry = in.getNextEntry()) != null) {
                final byte[] bytes = in.readAllBytes();
                if (entry.getName().endsWith("ProbeStrategy.class")) {
                    bytes[bytes.length - 1] ^= 1;
                }
                out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
                out.write(bytes);
                out.closeEntry();
            }
        }
    }

    private static void tool(Path folder, String name, String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output, 0, process.waitFor());
    }

    private static void startExpectingFailure(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            assertEquals(Bundle.INSTALLED, bundle.getState());
            return;
        }
        throw new AssertionError(bundle + " started");
    }

    private void assertOthersRun() throws InterruptedException {
        final PluginStatus sample = row("strategy.sample~main", "active");
        assertEquals(PluginState.RUNNING, sample.state());
        await("the others go on", () -> row("strategy.sample~main", "active").delivered() > sample.delivered() + 100);
    }

    @Test
    public void shouldRunTwoInstancesOfOnePluginSideBySide() throws Exception {
        configure("one", "index", 3);
        configure("two", "index", 4);
        install("two", version("1.0.0")).start();
        await(
                "both act",
                () -> row("strategy.probe~one", "active") != null && row("strategy.probe~two", "active") != null);
    }

    @Test
    public void shouldAnswerInTheShell() throws Exception {
        assertTrue(shell("alphapulse:status --json").contains("\"ready\":true"));
        assertTrue(shell("alphapulse:plugins").contains("strategy.sample~main"));
        assertTrue(shell("alphapulse:plugins --json").startsWith("[{\"id\":"));
        assertTrue(shell("alphapulse:ready").contains("READY"));
        String answer = "";
        try {
            answer = shell("alphapulse:swap strategy.sample~main");
        } catch (IllegalStateException e) {
            answer = e.getMessage();
        }
        assertTrue(answer, answer.contains("install the new version beside the old first"));
    }

    /** A chain with two equal pools, one of which then moves by five per cent. */
    private static final class PoolCollector implements Collector {
        private static final long DEEP = 1_000_000_000_000_000_000L;
        private Sink sink;

        @Override
        public void start(CollectorContext context) {
            sink = context.sink();
        }

        static InstrumentId id(InstrumentKind kind, int number) {
            final byte[] address = new byte[InstrumentId.ADDRESS_LENGTH];
            address[19] = (byte) number;
            return InstrumentId.ofAddress(1, kind, 77, address);
        }

        void meta(InstrumentId pool) {
            final MessageWriter writer = sink.begin(512);
            final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
            meta.appendTo(writer);
            meta.clear();
            meta.instrument(pool).base(id(InstrumentKind.TOKEN, 1)).quote(id(InstrumentKind.TOKEN, 2));
            meta.feePpm(3000).family(InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
            sink.commit();
        }

        void head(long block) {
            final MessageWriter writer = sink.begin(512);
            final BlockHeadFlyweight head = new BlockHeadFlyweight();
            head.appendTo(writer);
            head.clear();
            head.number(block).chainId(77).baseFeeWei(1, 0, 0, 0).hash(block, 0, 0, 0);
            head.parentHash(block - 1, 0, 0, 0);
            sink.commit();
        }

        void sync(InstrumentId pool, long block, long percent) {
            final MessageWriter writer = sink.begin(512);
            final PoolSyncFlyweight sync = new PoolSyncFlyweight();
            sync.appendTo(writer);
            sync.clear();
            sync.pool(pool).reserve0(DEEP, 0).reserve1(DEEP / 100 * percent, 0).blockNumber(block);
            sink.commit();
        }
    }

    @Test
    public void shouldFindExplainAndAnswerAboutArbitrage() throws Exception {
        final PoolCollector chain = new PoolCollector();
        final Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("slot", "collector.pools");
        final ServiceRegistration<Collector> collector = context.registerService(Collector.class, chain, properties);
        final String pid = "org.alphapulse.strategy.arbitrage";
        final Dictionary<String, Object> values = new Hashtable<>();
        final InstrumentId start = PoolCollector.id(InstrumentKind.TOKEN, 1);
        values.put("start.tokens", new String[] {start + "|1e18|1|1|vault@0"});
        values.put("native.token", start.toString());
        values.put("priority.fee.wei", 0L);
        final org.osgi.service.cm.Configuration configuration =
                configurations.getFactoryConfiguration(pid, "pools", "?");
        configuration.update(values);
        try {
            await("the collector is started", () -> chain.sink != null);
            await("the strategy acts", () -> row("strategy.arbitrage~pools", "active") != null);
            final InstrumentId one = PoolCollector.id(InstrumentKind.POOL, 11);
            final InstrumentId two = PoolCollector.id(InstrumentKind.POOL, 12);
            chain.meta(one);
            chain.meta(two);
            chain.head(1);
            chain.sync(one, 1, 100);
            chain.sync(two, 1, 100);
            // The index is built on another thread meanwhile.
            final AtomicLong block = new AtomicLong(1);
            await("an opportunity is explained", () -> {
                chain.head(block.incrementAndGet());
                chain.sync(one, block.get(), block.get() % 2 == 0 ? 105 : 100);
                return opportunities.recent(10).stream().anyMatch(o -> o.hops().size() == 2);
            });
            final ExplainedOpportunity o = opportunities.recent(1).get(0);
            assertEquals(o.amountOut().subtract(o.amountIn()), o.grossProfit());
            assertEquals(o.amountIn(), o.hops().get(0).amountIn());
            assertEquals(start.toString(), o.profitToken());
            final String text = shell("alphapulse:explain " + o.id());
            assertTrue(text, text.contains("net profit") && text.contains(one.toString()) && text.contains(o.reason()));
            assertTrue(shell("alphapulse:explain --json " + o.id()).contains("\"hops\":[{\"pool\":"));
            // Blocks that waited for the index may still bring newer ones, more than the command lists unasked.
            assertTrue(shell("alphapulse:opportunities --count 1024").contains(Long.toString(o.id())));
            final RouteQuote quote = routes().quote(
                            List.of(new SwapRoute(start, List.of(two))), List.of(BigInteger.TEN.pow(16)))
                    .get(0);
            // 10^16 * 997 * 10^18 / (10^18 * 1000 + 10^16 * 997)
            assertEquals(new BigInteger("9871580343970612"), quote.amountOut());
            final RouteQuote best =
                    routes().bestInput(new SwapRoute(start, List.of(one, two)), 0, BigInteger.TEN.pow(18));
            assertTrue(best.problem(), best.problem().isEmpty());
        } finally {
            configuration.delete();
            collector.unregister();
        }
    }

    private RouteService routes() {
        return context.getService(context.getServiceReference(RouteService.class));
    }
}
