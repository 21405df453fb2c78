package org.alphapulse.executor.flashloan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The newest blocks of the canonical chain as this executor saw them, by their parents. */
final class Canon {
    static final int DEPTH = 96;

    private final TreeMap<Long, String> hashes = new TreeMap<>();

    /** Takes a new head over; gives the lowest height whose block is new or another one. Unchanged if the chain throws. */
    long follow(Chain.Head head, Chain chain) {
        final List<Chain.Head> fresh = new ArrayList<>(List.of(head));
        Chain.Head lowest = head;
        while (!hashes.isEmpty()
                && fresh.size() < DEPTH
                && lowest.number() > hashes.firstKey()
                && !lowest.parent().equals(hashes.get(lowest.number() - 1))) {
            final Optional<Chain.Head> below = chain.header(lowest.number() - 1);
            if (below.isEmpty()) {
                break;
            }
            lowest = below.get();
            fresh.add(lowest);
        }
        hashes.tailMap(head.number(), false).clear();
        fresh.forEach(block -> hashes.put(block.number(), block.hash()));
        hashes.headMap(head.number() - DEPTH).clear();
        return lowest.number();
    }

    /** Whether a head is a known block below the newest one: then the node is behind, and nothing has changed. */
    boolean isPast(Chain.Head head) {
        return !hashes.isEmpty() && head.number() < hashes.lastKey() && has(head.number(), head.hash());
    }

    /** Whether the block is known to be canonical. */
    boolean has(long number, String hash) {
        return hash.equals(hashes.get(number));
    }
}
