package org.alphapulse.engine.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.alphapulse.api.plugin.PluginService;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.plugin.PluginStatus;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the system is up: Karaf has installed its boot features, no bundle waits to be resolved, and every configured plugin
 * is bound. Once that is so, a file in the data folder tells scripts, with the process id and the time it took.
 */
final class Readiness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";
    private static final String PLUGIN_CONFIGURATIONS =
            "(|(service.factoryPid=org.alphapulse.collector.*)(service.factoryPid=org.alphapulse.strategy.*)"
                    + "(service.factoryPid=org.alphapulse.executor.*)(service.factoryPid=org.alphapulse.risk.*))";
    private static final int POLL_MS = 20;

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final PluginService plugins;
    private final Runnable whenUp;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "alphapulse-readiness");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> poll;

    /** {@code whenUp} is run once, before anybody is told. */
    Readiness(BundleContext context, ConfigurationAdmin configurations, PluginService plugins, Runnable whenUp) {
        this.whenUp = whenUp;
        this.context = context;
        this.configurations = configurations;
        this.plugins = plugins;
        delete();
        poll = executor.scheduleWithFixedDelay(this::announce, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
    }

    /** What is still missing, in one line; empty when the system is up. */
    String missing() {
        if (context.getServiceReference(BOOT_FINISHED) == null && context.getProperty("karaf.data") != null) {
            return "boot features are being installed";
        }
        for (final Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.INSTALLED) {
                return "bundle " + bundle.getSymbolicName() + " is not resolved; alphapulse:plugins says why";
            }
        }
        return missingPlugin();
    }

    private String missingPlugin() {
        final Set<String> bound = new HashSet<>();
        for (final PluginStatus row : plugins.plugins()) {
            if (row.state() == PluginState.RUNNING || row.state() == PluginState.DEGRADED) {
                bound.add(row.id());
            }
        }
        try {
            final Configuration[] found = configurations.listConfigurations(PLUGIN_CONFIGURATIONS);
            if (found != null) {
                for (final Configuration configuration : found) {
                    final Object slot = configuration.getProperties().get("slot");
                    final String id =
                            slot == null ? PluginReader.instanceName(configuration.getPid()) : slot.toString();
                    if (!bound.contains(id)) {
                        return "plugin " + id + " is configured but does not run; alphapulse:plugins says why";
                    }
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            return "the configurations cannot be read: " + e.getMessage();
        }
        return "";
    }

    private void announce() {
        try {
            if (missing().isEmpty()) {
                final long readyMs = System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime();
                LOG.info("READY after {} ms", readyMs);
                whenUp.run();
                final Path file = file();
                if (file != null) {
                    final Path part = file.resolveSibling(file.getFileName() + ".part");
                    Files.writeString(
                            part, "{\"pid\":" + ProcessHandle.current().pid() + ",\"readyMs\":" + readyMs + "}\n");
                    Files.move(part, file);
                }
                poll.cancel(false);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot tell that the system is up: {}", e.toString());
        }
    }

    private Path file() {
        final String data = context.getProperty("karaf.data");
        return data == null ? null : Path.of(data, "alphapulse-ready.json");
    }

    private void delete() {
        final Path file = file();
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("cannot delete {}: {}", file, e.toString());
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        delete();
    }
}
