package org.alphapulse.engine.plugin;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.engine.agent.AgentThread;
import org.alphapulse.engine.agent.HotCores;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.replay.Replay;
import org.alphapulse.engine.slot.Binding;

/** A scheduler whose tasks end with a binding. Timers run on the slot's worker, as callbacks: faults and hangs count as such. */
final class BoundScheduler implements Scheduler {
    private final Binding binding;
    private final Supplier<Worker> worker;
    private final Replay replay;
    private final HotCores agents;
    private final HotCores backgrounds;

    /** In a replay, agents get no thread of their own; {@code replay} is null otherwise. */
    BoundScheduler(Binding binding, Supplier<Worker> worker, Replay replay) {
        this(binding, worker, replay, HotCores.NONE, HotCores.NONE);
    }

    /** The same for a plugin some of whose threads are on the way of an event. */
    BoundScheduler(Binding binding, Supplier<Worker> worker, Replay replay, HotCores agents, HotCores backgrounds) {
        this.agents = agents;
        this.backgrounds = backgrounds;
        this.binding = binding;
        this.worker = worker;
        this.replay = replay;
    }

    @Override
    public Task after(long delayNs, Runnable task) {
        return timer(delayNs, 0, task);
    }

    @Override
    public Task every(long periodNs, Runnable task) {
        if (periodNs < 1_000) {
            throw new IllegalArgumentException("periodNs=" + periodNs + " is not allowed; allowed is 1000 or more");
        }
        return timer(periodNs, periodNs, task);
    }

    private Task timer(long delayNs, long periodNs, Runnable task) {
        final BoundTask bound = new BoundTask();
        final DutyCycle once = () -> {
            task.run();
            return 1;
        };
        final Runnable guarded = () -> {
            if (periodNs == 0) {
                binding.endsNoMore(bound);
            }
            pass(once);
        };
        return bound.add(on -> on.timers().add(guarded, delayNs, periodNs));
    }

    @Override
    public Task idle(DutyCycle dutyCycle) {
        if (replay != null) {
            return every(IDLE_PERIOD_NS, dutyCycle::doWork);
        }
        return new BoundTask().add(on -> on.timers().addIdle(() -> pass(dutyCycle)));
    }

    private int pass(DutyCycle dutyCycle) {
        if (binding.revoked()) {
            return 0;
        }
        final Worker here = worker.get();
        final Object outer = here.enter(binding);
        int work = 0;
        Throwable thrown = null;
        try {
            work = dutyCycle.doWork();
        } catch (Throwable t) { // a plugin may throw anything
            thrown = t;
        }
        here.exitOrLeave(outer);
        if (thrown != null && binding.slot() != null) {
            binding.slot().fault(binding, thrown);
        }
        return work;
    }

    @Override
    public Task agent(String name, DutyCycle dutyCycle) {
        return thread(name, dutyCycle, AgentThread.Idle.BACKOFF, agents);
    }

    @Override
    public Task background(String name, DutyCycle dutyCycle) {
        return thread(name, dutyCycle, AgentThread.Idle.RELAXED, backgrounds);
    }

    private Task thread(String name, DutyCycle dutyCycle, AgentThread.Idle idle, HotCores cores) {
        if (replay != null) {
            return binding.ends(replay.host(dutyCycle));
        }
        final AgentThread thread = new AgentThread(
                new Agent() {
                    @Override
                    public int doWork() {
                        return dutyCycle.doWork();
                    }

                    @Override
                    public String roleName() {
                        return name;
                    }
                },
                idle,
                cores);
        final AgentTask task = new AgentTask(thread, worker);
        binding.ends(task);
        return task;
    }

    /** A loop on a thread of its own. */
    private record AgentTask(AgentThread thread, Supplier<Worker> worker) implements Task {
        @Override
        public void cancel() {
            thread.close();
        }

        @Override
        public void wake() {
            final Worker here = worker.get();
            if (here.isCurrent()) {
                here.wakeLater(thread.thread());
            } else {
                LockSupport.unpark(thread.thread());
            }
        }
    }

    /** A timer or an idle duty cycle, which another thread may be about to add. */
    private final class BoundTask implements Task {
        private volatile boolean cancelled;
        private volatile Task task;

        Task add(Function<Worker, Task> adder) {
            binding.ends(this);
            final Worker here = worker.get();
            if (here.isCurrent()) {
                set(adder.apply(here));
            } else {
                here.submit(on -> set(adder.apply(on)));
            }
            return this;
        }

        private void set(Task added) {
            task = added;
            if (cancelled) {
                added.cancel();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            final Task added = task;
            if (added != null) {
                added.cancel();
            }
            binding.endsNoMore(this);
        }
    }
}
