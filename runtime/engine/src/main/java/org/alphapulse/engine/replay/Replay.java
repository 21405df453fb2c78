package org.alphapulse.engine.replay;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.protocol.HeaderFlyweight;

/**
 * Feeds a recording to the engine, in its own time, on the engine agent alone: the next message comes when everything that the last one
 * brought about was worked off, timers and the plugins' own agents included. So the same recording brings about the same signals, plans and
 * results, byte for byte; {@link Outcome#digest} tells.
 *
 * <p>Threading: engine agent, except where said otherwise.
 */
public final class Replay {
    private static final int MAX_ROUNDS = 100_000;

    private final Recording recording;
    private final ReplayClock clock;
    private final List<Hosted> agents = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Outcome> finished = new CompletableFuture<>();
    private final MessageDigest digest = sha256();
    private byte[] copy = new byte[1024];
    private volatile boolean started;
    private boolean more = true;
    private long messages;
    private long decisions;

    /**
     * What came of a replay.
     *
     * @param messages of the market that were fed
     * @param passedOver messages of the file that are not of the market
     * @param decisions messages that strategies, gate and executors made
     * @param digest SHA-256 over the contents of those, in their order
     * @param endedAtNs time of the last message, nanoseconds since 1970-01-01 UTC
     */
    public record Outcome(long messages, long passedOver, long decisions, String digest, long endedAtNs) {
        /** One object, with the gate's counters. */
        public String toJson(long approved, long refused) {
            return "{\"messages\":" + messages + ",\"passedOver\":" + passedOver + ",\"decisions\":" + decisions
                    + ",\"approved\":" + approved + ",\"refused\":" + refused + ",\"digest\":\"" + digest
                    + "\",\"endedAtNs\":" + endedAtNs + "}";
        }
    }

    /** An agent of a plugin, run by turns with all else. */
    private record Hosted(Scheduler.DutyCycle duty) {}

    /** Makes a replay that begins with {@link #start}. */
    public Replay(Recording recording, ReplayClock clock) {
        this.recording = recording;
        this.clock = clock;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a plugin's agent from now on, in place of a thread. Any thread. */
    public Scheduler.Task host(Scheduler.DutyCycle duty) {
        final Hosted hosted = new Hosted(duty);
        agents.add(hosted);
        return () -> agents.remove(hosted);
    }

    /** Begins, once all plugins are bound. Any thread. */
    public void start() {
        started = true;
    }

    /** Completed at the end of the recording, or with what is wrong with it. */
    public CompletableFuture<Outcome> finished() {
        return finished;
    }

    /** Sees what strategies, gate and executors make. */
    public void onDecision(MutableDirectBuffer buffer, int offset, int length) {
        if (!started) {
            return;
        }
        final int content = length - HeaderFlyweight.LENGTH;
        if (copy.length < content) {
            copy = new byte[2 * content];
        }
        buffer.getBytes(offset + HeaderFlyweight.LENGTH, copy, 0, content);
        digest.update(copy, 0, content);
        decisions++;
    }

    /** One step, called when the relays are empty. */
    public int step(Worker engine, Relay marketData) {
        final int work = runAgents();
        if (work > 0 || !started || finished.isDone()) {
            return work;
        }
        final long due = engine.timers().nextDeadlineNs();
        if (more && due > recording.timestampNs()) {
            clock.advanceTo(recording.timestampNs());
            marketData.publish(recording.message(), recording.length(), 0);
            messages++;
            advance();
        } else if (more) {
            clock.advanceTo(due); // a timer comes before the next message
        } else {
            finished.complete(new Outcome(
                    messages,
                    recording.passedOver(),
                    decisions,
                    HexFormat.of().formatHex(digest.digest()),
                    clock.epochNs()));
        }
        return 1;
    }

    private int runAgents() {
        int work = 0;
        for (final Hosted agent : agents) {
            int rounds = 0;
            while (agent.duty.doWork() > 0 && ++rounds < MAX_ROUNDS) {
                work++;
            }
        }
        return work;
    }

    private void advance() {
        try {
            more = recording.next();
        } catch (IOException e) {
            more = false;
            finished.completeExceptionally(e);
        }
    }
}
