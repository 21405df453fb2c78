package org.alphapulse.collector.evm;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.alphapulse.chain.Backoff;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.HeadCheck;
import org.alphapulse.chain.Node;

/**
 * Which node a chain's stream listens to: the first in order of preference that has not just failed and is believed by the others. Blocks
 * where nodes are asked; belongs to the stream's thread unless said otherwise.
 */
final class NodeChoice {
    private static final long CHECK_PAUSE_MS = 300;

    private final ChainClient client;
    private final long quarantineNs;
    private final HeadCheck check;
    private final Map<Node, Backoff> backoffs = new HashMap<>();
    private final Map<Node, Long> notBefore = new HashMap<>();
    private volatile long quarantines;

    NodeChoice(ChainClient client, long quarantineNs) {
        this.client = client;
        this.quarantineNs = quarantineNs;
        this.check = new HeadCheck(client, CHECK_PAUSE_MS);
    }

    /** Nodes set aside since the start. Any thread. */
    long quarantines() {
        return quarantines;
    }

    /** The node to listen to now, or null if none may be tried yet. */
    Node next(long nowNs) {
        for (final Node candidate : client.nodes()) {
            if (candidate.usable()
                    && !candidate.spec().streamUrl().isEmpty()
                    && nowNs - notBefore.getOrDefault(candidate, nowNs) >= 0) {
                return candidate;
            }
        }
        return null;
    }

    /** A node that was listened to has failed: it is tried again after a while. */
    void failed(Node node) {
        final long delay = backoffs.computeIfAbsent(node, any -> new Backoff()).failed();
        notBefore.put(node, System.nanoTime() + delay);
    }

    /** All that a node had to tell was told. */
    void succeeded(Node node) {
        backoffs.remove(node);
    }

    /** Asks the other nodes about a head; fails if they do not confirm it. */
    void believe(Node who, Head head) throws IOException {
        try {
            final String hash = Head.text(head.hash);
            final HeadCheck.Verdict said = check.check(who, head.number, hash);
            if (said != HeadCheck.Verdict.AGREED) {
                throw new IOException(judge(who, head.number, hash, said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Sets a node aside if it lied; if nobody knows who lies, none is believed until they agree. */
    String judge(Node who, long number, String hash, HeadCheck.Verdict what) {
        if (what == HeadCheck.Verdict.DISPUTED) {
            return "disputed: as many nodes deny as confirm block " + number + " " + hash;
        }
        final String why = "it lied: block " + number + " is not " + hash + " by the other nodes";
        quarantine(who, why);
        return why;
    }

    /** Sets a node aside for the term. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void quarantine(Node who, String why) {
        who.quarantine(why, quarantineNs);
        quarantines++;
    }
}
