package org.alphapulse.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use whom, checked on the jars of the built distribution. */
class ArchitectureIT {
    private static final String[] PLUGINS = {
        "org.alphapulse.collector..", "org.alphapulse.strategy..", "org.alphapulse.executor..", "org.alphapulse.risk.."
    };
    private static JavaClasses all;

    @BeforeAll
    static void readTheDistribution() throws Exception {
        final Path ours = Path.of(System.getProperty("alphapulse.dist"), "system/org/alphapulse");
        final List<JarFile> jars = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ours)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".jar")
                        && !file.getFileName().toString().startsWith("lib-")) {
                    jars.add(new JarFile(file.toFile()));
                }
            }
        }
        all = new ClassFileImporter().importJars(jars);
        assertTrue(all.size() > 100, "the distribution holds the product");
    }

    @Test
    void shouldKeepPluginsAndEngineApart() {
        noClasses()
                .that()
                .resideInAnyPackage(PLUGINS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.alphapulse.engine..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("org.alphapulse.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLUGINS)
                .check(all);
    }

    @Test
    void shouldKeepPluginsFromEachOther() {
        com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                .matching("org.alphapulse.(collector|strategy|executor|risk).(*)..")
                .should()
                .notDependOnEachOther()
                .check(all);
    }

    @Test
    void shouldLetLibrariesDependDownwardsOnly() {
        onlyOurs("org.alphapulse.model..", "org.alphapulse.model..");
        onlyOurs("org.alphapulse.amm..", "org.alphapulse.amm..");
        onlyOurs("org.alphapulse.protocol..", "org.alphapulse.protocol..", "org.alphapulse.model..");
        onlyOurs(
                "org.alphapulse.market..", "org.alphapulse.market..", "org.alphapulse.amm..", "org.alphapulse.model..");
        onlyOurs(
                "org.alphapulse.api..",
                "org.alphapulse.api..",
                "org.alphapulse.model..",
                "org.alphapulse.protocol..",
                "org.alphapulse.market..",
                "org.alphapulse.amm..");
        onlyOurs(
                "org.alphapulse.spi..",
                "org.alphapulse.spi..",
                "org.alphapulse.api..",
                "org.alphapulse.model..",
                "org.alphapulse.protocol..",
                "org.alphapulse.market..",
                "org.alphapulse.amm..");
    }

    private static void onlyOurs(String who, String... whom) {
        final String[] allowed = Stream.concat(
                        Stream.of(whom), Stream.of("java..", "javax..", "org.agrona..", "org.osgi.annotation.."))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(all);
    }

    @Test
    void shouldKeepThirdPartyTypesOutOfWhatPluginsSee() {
        noClasses()
                .that()
                .resideInAnyPackage("org.alphapulse.api..", "org.alphapulse.spi..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.web3j..", "org.jctools..", "org.slf4j..")
                .check(all);
    }
}
