package org.alphapulse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationCheckTest {
    private static final String FEATURES = "org.apache.karaf.features.cfg";
    private static final String PAPER = "org.alphapulse.executor.paper-main.cfg";
    private static final String ENGINE = "org.alphapulse.engine.cfg";
    private static final String MONITORS = "required.monitors = risk.limits~main, risk.breakers~main\n";

    @TempDir
    Path root;

    private Path etc;
    private Path data;
    private Path system;
    private Map<String, String> environment = Map.of();

    /** All that live mode needs. */
    @BeforeEach
    void configure() throws IOException {
        data = root.resolve("data");
        system = Files.createDirectories(root.resolve("system"));
        Files.writeString(
                system.resolve("features-1-features.xml"),
                "<features xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'><feature name='alphapulse-runtime'>"
                        + "<bundle>mvn:org.alphapulse/engine/1</bundle></feature><feature name='alphapulse-base'>"
                        + "<feature>alphapulse-runtime</feature><bundle>mvn:org.alphapulse/ledger/1</bundle></feature>"
                        + "<feature name='alphapulse-live'><bundle>mvn:org.alphapulse/ledger/1</bundle>"
                        + "<bundle>mvn:org.alphapulse/signer-keystore/1</bundle></feature></features>");
        etc = Files.createDirectories(root.resolve("etc"));
        for (final String name : List.of(
                "risk.limits-main",
                "ledger",
                "signer.keystore-main",
                "submission.public-main",
                "executor.flashloan-main")) {
            write("org.alphapulse." + name + ".cfg", "");
        }
        write("org.alphapulse.risk.breakers-main.config", "tokens=[\"a|1\"]\n");
        write(ENGINE, "mode = live\n" + MONITORS);
        write(FEATURES, "featuresBoot = (alphapulse-base/1), \\\n  alphapulse-live/1\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(etc.resolve(name), text);
    }

    /** A bundle as the distribution has it, with one PID. */
    private void bundle(String artifact, String pid, String attributes) throws IOException {
        final Path folder = Files.createDirectories(system.resolve(artifact).resolve("1"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(artifact + "-1.jar")))) {
            jar.putNextEntry(new ZipEntry("OSGI-INF/metatype/config.xml"));
            final String text = "<metatype:MetaData xmlns:metatype=\"http://www.osgi.org/xmlns/metatype/v1.4.0\">"
                    + "<OCD id=\"config\" name=\"config\">" + attributes + "</OCD><Designate factoryPid=\"" + pid
                    + "\"><Object ocdref=\"config\"/></Designate></metatype:MetaData>";
            jar.write(text.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }

    private static String text(String key, String otherwise) {
        return "<AD id=\"" + key + "\" type=\"String\" default=\"" + otherwise + "\" description=\"\"/>";
    }

    private Path secret() throws IOException {
        return Files.createFile(
                root.resolve("key.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** What has to be mended for live mode, by where; that no bundle is there to know the files is left out. */
    private List<String> wanting() throws IOException {
        final Findings found = new Findings();
        new ConfigurationCheck(found, etc, data, Metatypes.of(system), Features.of(system), environment).run();
        return found.all().stream()
                .filter(finding -> finding.level() == Finding.Level.MEND)
                .filter(finding -> !finding.what().startsWith("no bundle has the PID"))
                .map(finding -> finding.subject() + ": " + finding.what())
                .toList();
    }

    @Test
    void shouldFindNothingWantingWhenAllThatLiveModeNeedsIsThere() throws IOException {
        assertEquals(List.of(), wanting());
    }

    @Test
    void shouldSayWhatIsNotConfiguredForLiveMode() throws IOException {
        Files.delete(etc.resolve("org.alphapulse.submission.public-main.cfg"));
        assertEquals(List.of("live mode: nothing configures org.alphapulse.submission.public"), wanting());
    }

    @Test
    void shouldSayWhichMonitorIsNotRequiredInLiveMode() throws IOException {
        write(ENGINE, "mode = live\nrequired.monitors = risk.limits~main,risk.breakers~other\n");
        assertEquals(List.of(ENGINE + ": required.monitors has no configured risk.breakers in live mode"), wanting());
    }

    @Test
    void shouldSayInEveryModeWhichFeatureOfAConfiguredPluginIsNotInstalledAtAStart() throws IOException {
        bundle("engine", "org.alphapulse.engine", text("mode", "paper") + text("required.monitors", ""));
        bundle("ledger", "org.alphapulse.ledger", "");
        bundle("a-copy", "org.alphapulse.ledger", "");
        bundle("z-copy", "org.alphapulse.ledger", "");
        bundle(
                "signer-keystore",
                "org.alphapulse.signer.keystore",
                text("keystore.file", "") + text("passphrase.env", "PASSPHRASE"));
        environment = Map.of("PASSPHRASE", "secret");
        Files.delete(etc.resolve("org.alphapulse.signer.keystore-main.cfg"));
        write(ENGINE, "mode = paper\n");
        assertEquals(List.of(), wanting());
        write(FEATURES, "# alphapulse-live\nfeaturesBoot = shell/4, \\\n  (alphapulse-runtime/1)\n");
        final String nothing = ": nothing reads it after a start: featuresBoot has no alphapulse-";
        assertEquals(List.of("org.alphapulse.ledger.cfg" + nothing + "base or alphapulse-live"), wanting());
        write(FEATURES, "featuresBoot = alphapulse-base/1\n");
        assertEquals(List.of(), wanting());
        write("org.alphapulse.signer.keystore-main.cfg", "keystore.file = " + secret() + "\n");
        assertEquals(List.of("org.alphapulse.signer.keystore-main.cfg" + nothing + "live"), wanting());
    }

    @Test
    void shouldSayThatThePaperExecutorTakesThePlansInLiveMode() throws IOException {
        write(PAPER, "");
        assertEquals(
                List.of(PAPER + ": fills on paper are rejected in live mode, and one executor gets all plans"),
                wanting());
    }

    @Test
    void shouldSayThatACleanBuildDeletesTheLedgerOfLiveMode() throws IOException {
        data = root.resolve("karaf-dist/target/instances/default/data");
        final String what =
                "live mode: ./mvnw clean deletes " + data.getParent() + " with ledger, halts and configuration";
        assertEquals(List.of(what), wanting());
        write(ENGINE, "mode = paper\n");
        assertEquals(List.of(), wanting());
    }

    @Test
    void shouldTakeThePassphraseFromAFileOrElseFromTheEnvironment() throws IOException {
        final String keystore = "org.alphapulse.signer.keystore-main.cfg";
        bundle(
                "signer-keystore",
                "org.alphapulse.signer.keystore",
                text("keystore.file", "")
                        + text("passphrase.file", "")
                        + text("passphrase.env", "PASSPHRASE_OF_BUNDLE"));
        final String named = "keystore.file = " + secret() + "\n";
        write(keystore, named);
        final String none =
                keystore + ": there is no passphrase: passphrase.file is empty, and the variable %s is not set";
        assertEquals(List.of(String.format(none, "PASSPHRASE_OF_BUNDLE")), wanting());
        environment = Map.of("PASSPHRASE_OF_BUNDLE", "secret");
        assertEquals(List.of(), wanting());
        write(keystore, named + "passphrase.env = OTHER\n");
        assertEquals(List.of(String.format(none, "OTHER")), wanting());
        final Path absent = root.resolve("absent");
        write(keystore, named + "passphrase.file = " + absent + "\n");
        assertEquals(List.of(keystore + ": passphrase.file=" + absent + " cannot be read"), wanting());
    }

    @Test
    void shouldLookForNothingOfThisInAnotherMode() throws IOException {
        write(ENGINE, "mode = shadow\n");
        write(PAPER, "");
        assertEquals(List.of(), wanting());
    }
}
