package org.alphapulse.engine.agent;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an agent on a daemon thread of its own until it is closed. */
public final class AgentThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final int CLOSE_TIMEOUT_MS = 500;

    private final AgentRunner runner;
    private final Thread thread;

    /** How a thread waits when there is nothing to do. */
    public enum Idle {
        /** Burns a core for the shortest reaction; only where cores are to spare. */
        SPIN,
        /** Never sleeps, but gives way to whoever else wants its core: for a core that it shares with those who bring the messages. */
        YIELD,
        /** Spins, yields, then sleeps up to 50 us. */
        BACKOFF,
        /** Sleeps up to 1 ms: for what is not urgent. */
        RELAXED;

        IdleStrategy strategy() {
            return switch (this) {
                case SPIN -> new BusySpinIdleStrategy();
                case YIELD -> new YieldingIdleStrategy();
                case BACKOFF -> new BackoffIdleStrategy(200, 20, 1_000, 50_000);
                case RELAXED -> new BackoffIdleStrategy(10, 5, 50_000, 1_000_000);
            };
        }
    }

    /** Starts the agent. */
    public AgentThread(Agent agent, Idle idle) {
        this(agent, idle, HotCores.NONE);
    }

    /** Starts the agent on some cores. */
    public AgentThread(Agent agent, Idle idle, HotCores cores) {
        runner = new AgentRunner(idle.strategy(), thrown -> report(agent, thrown), null, agent);
        thread = AgentRunner.startOnThread(runner, task -> {
            final Runnable placed = () -> {
                cores.enter();
                task.run();
            };
            final Thread made = new Thread(placed, "alphapulse-" + agent.roleName());
            made.setDaemon(true);
            return made;
        });
    }

    /** The thread. */
    public Thread thread() {
        return thread;
    }

    private static void report(Agent agent, Throwable thrown) {
        if (thrown instanceof AgentTerminationException) {
            LOG.info("{} ended: {}", agent.roleName(), thrown.getMessage());
        } else {
            LOG.error("{} failed: {}", agent.roleName(), thrown.toString(), thrown);
        }
    }

    /** Ends the loop and waits for it; a thread that does not come back in time is left behind and reported. */
    @Override
    public void close() {
        try {
            runner.close(CLOSE_TIMEOUT_MS, thread -> {
                throw new LeftBehind(thread.getName());
            });
        } catch (LeftBehind e) {
            LOG.warn("{} does not end; it is left behind", e.getMessage());
        }
    }

    private static final class LeftBehind extends RuntimeException {
        private static final long serialVersionUID = 1;

        LeftBehind(String thread) {
            super(thread);
        }
    }
}
