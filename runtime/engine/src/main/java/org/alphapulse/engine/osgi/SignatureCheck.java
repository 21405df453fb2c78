package org.alphapulse.engine.osgi;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps a bundle whose jar does not match its own signature from being resolved, so that none of its code runs. A jar without a
 * signature is not judged here.
 */
final class SignatureCheck implements ResolverHookFactory, AutoCloseable {
    private static final String META_INF = "META-INF/";
    private static final String PLUGIN_PACKAGES = "org.alphapulse.spi.";

    private final Map<String, String> verdicts = new ConcurrentHashMap<>();
    private final ServiceRegistration<ResolverHookFactory> registration;

    SignatureCheck(BundleContext context) {
        registration = context.registerService(ResolverHookFactory.class, this, null);
    }

    /** What is wrong with a plugin's jar, in one line; empty when nothing is. */
    String problem(Bundle bundle) {
        final String key = bundle.getBundleId() + "/" + bundle.getLastModified();
        return verdicts.computeIfAbsent(key, unused -> verify(bundle));
    }

    private static String verify(Bundle bundle) {
        final File jar = newestJar(bundle);
        if (jar == null) {
            return "";
        }
        try (JarFile file = new JarFile(jar, true)) {
            final List<JarEntry> entries = Collections.list(file.entries());
            if (entries.stream().noneMatch(SignatureCheck::isSignature)) {
                return "";
            }
            String unsigned = "";
            for (final JarEntry entry : entries) {
                try (InputStream in = file.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                if (!entry.isDirectory() && !name(entry).startsWith(META_INF) && entry.getCodeSigners() == null) {
                    unsigned = entry.getName();
                }
            }
            return unsigned.isEmpty()
                    ? ""
                    : "the jar is signed but " + unsigned + " is not covered by its signature: get the jar anew";
        } catch (SecurityException e) {
            return "the jar does not match its signature (" + e.getMessage() + "): get the jar anew";
        } catch (IOException e) {
            return "the jar cannot be read: " + e.getMessage();
        }
    }

    private static boolean isSignature(JarEntry entry) {
        final String name = name(entry);
        return name.startsWith(META_INF) && name.endsWith(".SF");
    }

    private static String name(JarEntry entry) {
        return entry.getName().toUpperCase(Locale.ROOT);
    }

    private static File newestJar(Bundle bundle) {
        final File data = bundle.getDataFile("");
        final File[] revisions = data == null
                ? null
                : data.getParentFile().listFiles(file -> file.getName().startsWith("version"));
        File newest = null;
        if (revisions != null) {
            for (final File revision : revisions) {
                final File jar = new File(revision, "bundle.jar");
                if (jar.isFile() && (newest == null || jar.lastModified() >= newest.lastModified())) {
                    newest = jar;
                }
            }
        }
        return newest;
    }

    private static boolean isPlugin(BundleRevision revision) {
        return revision.getDeclaredRequirements(BundleRevision.PACKAGE_NAMESPACE).stream()
                .anyMatch(requirement ->
                        requirement.getDirectives().getOrDefault("filter", "").contains(PLUGIN_PACKAGES));
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return new ResolverHook() {
            @Override
            public void filterResolvable(Collection<BundleRevision> candidates) {
                candidates.removeIf(revision ->
                        isPlugin(revision) && !problem(revision.getBundle()).isEmpty());
            }

            @Override
            public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> others) {
                // Nothing to say about singletons.
            }

            @Override
            public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
                // Nothing to say about wires.
            }

            @Override
            public void end() {
                // Nothing is kept between resolutions.
            }
        };
    }

    @Override
    public void close() {
        registration.unregister();
    }
}
