package org.alphapulse.engine.osgi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.alphapulse.engine.Engine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the slot of a plugin retired whose bundle was uninstalled or whose configuration was deleted, unless another version takes its
 * place in time. A bundle that is updated or merely stopped keeps its slot.
 */
final class Departures implements BundleListener, ConfigurationListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");

    /** Where the plugin of a slot came from; {@code number} is another one for each time that one was bound. */
    private record Tenant(long number, long bundle, String pid, String name) {}

    private final BundleContext context;
    private final Engine engine;
    private final long handoverMs;
    private final AtomicLong bound = new AtomicLong();
    private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();
    private final ServiceRegistration<ConfigurationListener> registration;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "alphapulse-departures");
        thread.setDaemon(true);
        return thread;
    });

    Departures(BundleContext context, Engine engine, long handoverMs) {
        this.context = context;
        this.engine = engine;
        this.handoverMs = handoverMs;
        context.addBundleListener(this);
        registration = context.registerService(ConfigurationListener.class, this, null);
    }

    /** A plugin is about to be bound to a slot. */
    void bound(String slot, ServiceReference<?> reference, Object origin) {
        final Object pid = reference.getProperty(Constants.SERVICE_PID);
        tenants.put(
                slot,
                new Tenant(
                        bound.incrementAndGet(),
                        reference.getBundle().getBundleId(),
                        pid == null ? "" : pid.toString(),
                        origin.toString()));
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.UNINSTALLED) {
            final long id = event.getBundle().getBundleId();
            left(tenant -> tenant.bundle() == id, "was uninstalled");
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            left(tenant -> tenant.pid().equals(event.getPid()), "has no configuration any more");
        }
    }

    private void left(Predicate<Tenant> which, String what) {
        tenants.forEach((slot, tenant) -> {
            if (which.test(tenant)) {
                later(slot, tenant, what);
            }
        });
    }

    private void later(String slot, Tenant tenant, String what) {
        try {
            final var unused = executor.schedule(() -> retire(slot, tenant, what), handoverMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("slot {} is not retired, as the engine ends", slot);
        }
    }

    /** Another tenant since then means that the slot has a plugin, or had one after the departure. */
    private void retire(String slot, Tenant tenant, String what) {
        try {
            if (tenant.equals(tenants.get(slot))
                    && engine.slots()
                            .retire(
                                    slot,
                                    tenant.name() + " " + what + " and nothing took its place for " + handoverMs
                                            + " ms")) {
                tenants.remove(slot, tenant);
            }
        } catch (IllegalStateException e) {
            LOG.warn("slot {} is not retired yet: {}", slot, e.getMessage());
            later(slot, tenant, what);
        }
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
        registration.unregister();
        executor.shutdownNow();
    }
}
