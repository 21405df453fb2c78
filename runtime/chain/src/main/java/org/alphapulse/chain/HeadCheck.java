package org.alphapulse.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what one node says of a block with what the others say of it. Thread-safe; blocks.
 *
 * <p>A node lies if more of the nodes contradict it than agree with it, itself included, and say so twice with a pause between, in which
 * an honest difference of a moment ends. If as many contradict as agree nobody is believed.
 */
public final class HeadCheck {
    private final ChainClient client;
    private final long pauseMs;

    /** What came of it. */
    public enum Verdict {
        /** More agree, itself included, than contradict; who does not answer has no vote. */
        AGREED,
        /** Most contradict. */
        LYING,
        /** As many contradict as agree. */
        DISPUTED
    }

    /**
     * Makes a check.
     *
     * @param client with all nodes of the chain
     * @param pauseMs between the first and the second question
     */
    public HeadCheck(ChainClient client, long pauseMs) {
        this.client = client;
        this.pauseMs = pauseMs;
    }

    /**
     * Checks a block.
     *
     * @param by the node that says so
     * @param number height of the block
     * @param hash its hash according to the node
     * @return the verdict
     * @throws InterruptedException if interrupted in the pause
     */
    public Verdict check(Node by, long number, String hash) throws InterruptedException {
        final Verdict first = vote(by, number, hash);
        if (first == Verdict.AGREED) {
            return first;
        }
        Thread.sleep(pauseMs);
        return changedItsMind(by, number, hash) ? Verdict.AGREED : vote(by, number, hash);
    }

    /** Whether the node has reorganised since: then it will say so by its heads. */
    private static boolean changedItsMind(Node by, long number, String hash) {
        try {
            return !by.header(number).map(BlockHeader::hash).orElse("").equalsIgnoreCase(hash);
        } catch (UnreachableException | RpcException | IllegalArgumentException e) {
            return false;
        }
    }

    private Verdict vote(Node by, long number, String hash) {
        int agree = 1;
        int contradict = 0;
        for (final Node other : others(by)) {
            try {
                if (agrees(by, number, hash, other)) {
                    agree++;
                } else {
                    contradict++;
                }
            } catch (UnreachableException | RpcException | IllegalArgumentException e) {
                // Who does not answer, or answers nonsense, has no vote.
            }
        }
        return contradict < agree ? Verdict.AGREED : contradict > agree ? Verdict.LYING : Verdict.DISPUTED;
    }

    /** Compares at the block, or if the other node is behind at the other's newest. */
    private static boolean agrees(Node by, long number, String hash, Node other) {
        final Optional<BlockHeader> same = other.header(number);
        if (same.isPresent()) {
            return same.get().hash().equalsIgnoreCase(hash);
        }
        final BlockHeader newest = other.latest();
        return newest.number() >= number
                || by.header(newest.number()).map(BlockHeader::hash).orElse("").equalsIgnoreCase(newest.hash());
    }

    private List<Node> others(Node by) {
        final List<Node> others = new ArrayList<>();
        for (final Node node : client.nodes()) {
            if (node != by && !node.isQuarantined()) {
                others.add(node);
            }
        }
        return others;
    }
}
