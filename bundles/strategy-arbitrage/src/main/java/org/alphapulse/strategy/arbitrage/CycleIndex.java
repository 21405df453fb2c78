package org.alphapulse.strategy.arbitrage;

/**
 * For every directed edge the cycles of three and four hops that go through it and touch a start token. Immutable; made
 * by {@link CycleIndexBuilder} off the engine thread. Cycles of two hops need no index: they go back over the same pair.
 *
 * <pre>
 * legs[edge]   word 0        number n of cycles of three hops
 *              2 words each  the second and third edge of such a cycle
 *              3 words each  until the end, the other edges of a cycle of four hops
 * </pre>
 *
 * <p>Cycles with a common second edge name it each: so a list is gone through in one loop, whose end a processor foresees.
 */
final class CycleIndex {
    final PairGraph graph;
    final int[][] legs;
    /** Through no edge go more cycles. */
    final int most;

    CycleIndex(final PairGraph graph, final int[][] legs) {
        this.graph = graph;
        this.legs = legs;
        int longest = 0;
        for (final int[] list : legs) {
            longest = Math.max(longest, list[0] + fours(list));
        }
        most = longest;
    }

    /** Where the cycles of four hops of a list begin. */
    static int firstFour(final int[] list) {
        return 1 + 2 * list[0];
    }

    private static int fours(final int[] list) {
        return (list.length - firstFour(list)) / 3;
    }

    /** Number of cycles of three and four hops, each counted once per direction. */
    long cycles() {
        long three = 0;
        long four = 0;
        for (final int[] list : legs) {
            three += list[0];
            four += fours(list);
        }
        return three / 3 + four / 4;
    }

    /** Bytes of the lists and of the graph. */
    long bytes() {
        long words = graph.from.length + 2L * graph.poolCount + graph.pairCount + graph.pairPools.length;
        words += graph.outStart.length + graph.outEdges.length;
        for (final int[] list : legs) {
            words += list.length + 6;
        }
        return 4 * words;
    }
}
