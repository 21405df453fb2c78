package org.alphapulse.strategy.arbitrage;

/**
 * For every directed edge the cycles of three and four hops that go through it and touch a start token. Immutable; made
 * by {@link CycleIndexBuilder} off the engine thread. Cycles of two hops need no index: they go back over the same pair.
 *
 * <pre>
 * legs[edge]   word 0        number n of cycles of three hops
 *              2 words each  the second and third edge of such a cycle
 *              then groups of cycles of four hops with a common second edge, until the end:
 *              word          second edge
 *              word          number m of cycles
 *              2 words each  the third and fourth edge
 * </pre>
 */
final class CycleIndex {
    final PairGraph graph;
    final int[][] legs;
    /** Through no edge go more cycles. */
    final int most;

    CycleIndex(final PairGraph graph, final int[][] legs) {
        this.graph = graph;
        this.legs = legs;
        int words = 0;
        for (final int[] list : legs) {
            words = Math.max(words, list.length);
        }
        most = words / 2;
    }

    /** Number of cycles of three and four hops, each counted once per direction. */
    long cycles() {
        long three = 0;
        long four = 0;
        for (final int[] list : legs) {
            three += list[0];
            for (int i = 1 + 2 * list[0]; i < list.length; i += 2 + 2 * list[i + 1]) {
                four += list[i + 1];
            }
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
