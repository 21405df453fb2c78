package org.alphapulse.engine.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;

class SlowStopTest {
    private static final int PATIENCE_MS = 50;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger state = new AtomicInteger(Bundle.STOPPING);
    private final Bundle system = bundle(0, new AtomicInteger(Bundle.STOPPING));
    private final BundleContext context = answering(
            BundleContext.class, Map.of("getBundles", new Bundle[] {system, bundle(7, state)}), new AtomicInteger());
    private final SlowStop slowStop = new SlowStop(context, PATIENCE_MS, ended::countDown);

    /** An instance whose methods give fixed values, {@code getState} the current one, and all others nothing. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers, AtomicInteger state) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "getState" -> state.get();
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> answers.get(method.getName());
                }));
    }

    private static Bundle bundle(long id, AtomicInteger state) {
        return answering(
                Bundle.class,
                Map.of("getBundleId", id, "getSymbolicName", "test.slow", "getVersion", Version.emptyVersion),
                state);
    }

    private void theFrameworkStops() {
        slowStop.bundleChanged(new BundleEvent(BundleEvent.STOPPING, system));
    }

    @Test
    void shouldEndTheProcessWhenABundleDoesNotStop() throws InterruptedException {
        theFrameworkStops();
        assertTrue(ended.await(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldLetTheProcessEndByItselfWhenAllPluginsHaveStopped() throws InterruptedException {
        final SlowStop patient = new SlowStop(context, TimeUnit.MINUTES.toMillis(5), ended::countDown);
        patient.bundleChanged(new BundleEvent(BundleEvent.STOPPING, system));
        final Thread watch = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("alphapulse-slow-stop"))
                .findFirst()
                .orElseThrow();
        patient.close();
        watch.join(20_000);
        assertFalse(watch.isAlive());
        assertEquals(1, ended.getCount());
    }

    @Test
    void shouldWaitOnWhenTheSlowBundleCameToItsEnd() throws InterruptedException {
        state.set(Bundle.RESOLVED);
        theFrameworkStops();
        assertFalse(ended.await(4 * PATIENCE_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldLeaveABundleAloneThatIsStoppedByAPerson() throws InterruptedException {
        slowStop.bundleChanged(new BundleEvent(BundleEvent.STOPPING, bundle(7, state)));
        assertFalse(ended.await(4 * PATIENCE_MS, TimeUnit.MILLISECONDS));
    }
}
