package org.alphapulse.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.engine.SystemClock;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final List<String> done = new ArrayList<>();
    private int waiting;
    private Thread sleeper;
    private final Worker worker = new Worker("test", false, new SystemClock()) {
        @Override
        protected int deliver() {
            if (sleeper != null) {
                assertEquals(Thread.State.WAITING, sleeper.getState(), "messages come before those who wait");
            }
            done.add("deliver " + waiting);
            final int count = waiting;
            waiting = 0;
            return count;
        }
    };

    @Test
    void shouldRunIdlePassesOnlyWhenNoMessageWasThere() {
        final Scheduler.Task task = worker.timers().addIdle(() -> {
            done.add("idle");
            return 1;
        });
        waiting = 2;
        assertEquals(2, worker.doWork());
        assertEquals(1, worker.doWork());
        task.cancel();
        assertEquals(0, worker.doWork());
        assertEquals(List.of("deliver 2", "deliver 0", "idle", "deliver 0"), done);
    }

    @Test
    void shouldForgetTheCodeOfAnIdlePassWhenItIsCancelled() throws InterruptedException {
        final WeakReference<Object> code = addAndCancel();
        worker.doWork();
        for (int i = 0; i < 100 && code.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(code.get(), "the worker still knows the pass, and with it the plugin's class loader");
    }

    private WeakReference<Object> addAndCancel() {
        final Object plugin = new Object();
        final Scheduler.Task task = worker.timers().addIdle(() -> plugin.hashCode() & 1);
        worker.doWork();
        task.cancel();
        return new WeakReference<>(plugin);
    }

    @Test
    void shouldWakeAnotherThreadAfterTheMessages() throws InterruptedException {
        sleeper = new Thread(LockSupport::park);
        sleeper.start();
        while (sleeper.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        worker.wakeLater(sleeper);
        waiting = 1;
        worker.doWork();
        sleeper.join(10_000);
        assertTrue(!sleeper.isAlive(), "it sleeps on");
    }
}
