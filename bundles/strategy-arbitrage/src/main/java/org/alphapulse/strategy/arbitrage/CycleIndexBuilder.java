package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds the cycle index. A pool on a pair that is known adds no cycle; one that brings a new pair adds the cycles
 * through that pair alone, and a pair that lost its last pool takes its cycles with it. Confined to one thread, usually a
 * background one.
 */
final class CycleIndexBuilder {
    private static final int[] NONE = new int[1];
    private final int[] starts;
    private final int maxHops;
    private boolean[] isStart = new boolean[0];
    /** Edge from a token back to the tail of the edge under work, or -1. */
    private int[] back = new int[0];

    private int[] out = new int[1024];
    private int size;

    CycleIndexBuilder(final int[] starts, final int maxHops) {
        this.starts = starts.clone();
        this.maxHops = maxHops;
    }

    /** The index of a whole graph. */
    CycleIndex build(final PairGraph graph) {
        prepare(graph);
        final int[][] legs = new int[2 * graph.pairCount][];
        for (int edge = 0; edge < legs.length; edge++) {
            legs[edge] = enumerate(graph, edge);
        }
        return new CycleIndex(graph, legs);
    }

    /** The index of a graph that extends the one of an index. */
    CycleIndex extend(final CycleIndex old, final PairGraph graph) {
        prepare(graph);
        final int known = old.legs.length;
        final int[][] legs = Arrays.copyOf(old.legs, 2 * graph.pairCount);
        for (int edge = known; edge < legs.length; edge++) {
            legs[edge] = enumerate(graph, edge);
        }
        final Map<Integer, Additions> additions = new HashMap<>();
        for (int edge = known; edge < legs.length; edge++) {
            spread(edge, legs[edge], known, additions);
        }
        additions.forEach((edge, added) -> legs[edge] = added.appendTo(legs[edge]));
        return new CycleIndex(graph, legs);
    }

    /** The index without the cycles through a pair whose pools are all gone. */
    CycleIndex without(final CycleIndex old, final int pair) {
        final int[][] legs = old.legs.clone();
        for (int edge = 2 * pair; edge < 2 * pair + 2; edge++) {
            final int[] list = old.legs[edge];
            for (int i = 1; i < list.length; i++) {
                refilter(old.legs, legs, list[i], pair);
            }
        }
        legs[2 * pair] = NONE;
        legs[2 * pair + 1] = NONE;
        return new CycleIndex(old.graph, legs);
    }

    private void refilter(final int[][] from, final int[][] to, final int edge, final int pair) {
        if (to[edge] == from[edge]) {
            to[edge] = filtered(from[edge], pair);
        }
    }

    private int[] filtered(final int[] list, final int pair) {
        size = 0;
        put(0);
        final int end = CycleIndex.firstFour(list);
        for (int i = 1; i < end; i += 2) {
            if (list[i] >> 1 != pair && list[i + 1] >> 1 != pair) {
                put(list[i]);
                put(list[i + 1]);
                out[0]++;
            }
        }
        for (int i = end; i < list.length; i += 3) {
            if (list[i] >> 1 != pair && list[i + 1] >> 1 != pair && list[i + 2] >> 1 != pair) {
                put(list[i]);
                put(list[i + 1]);
                put(list[i + 2]);
            }
        }
        return Arrays.copyOf(out, size);
    }

    private void prepare(final PairGraph graph) {
        isStart = new boolean[graph.tokenCount];
        for (final int token : starts) {
            if (token >= 0 && token < graph.tokenCount) {
                isStart[token] = true;
            }
        }
        back = new int[graph.tokenCount];
        Arrays.fill(back, -1);
    }

    private int[] enumerate(final PairGraph g, final int edge) {
        final int u = g.from[edge];
        final int v = g.to(edge);
        size = 0;
        put(0);
        if (maxHops < 3) {
            return NONE;
        }
        for (int i = g.outStart[u]; i < g.outStart[u + 1]; i++) {
            back[g.to(g.outEdges[i])] = g.outEdges[i] ^ 1;
        }
        back[v] = -1;
        final boolean any = isStart[u] || isStart[v];
        for (int i = g.outStart[v]; i < g.outStart[v + 1]; i++) {
            final int x = g.to(g.outEdges[i]);
            if (back[x] >= 0 && (any || isStart[x])) {
                put(g.outEdges[i]);
                put(back[x]);
                out[0]++;
            }
        }
        if (maxHops > 3) {
            for (int i = g.outStart[v]; i < g.outStart[v + 1]; i++) {
                if (g.to(g.outEdges[i]) != u) {
                    four(g, g.outEdges[i], u, any);
                }
            }
        }
        for (int i = g.outStart[u]; i < g.outStart[u + 1]; i++) {
            back[g.to(g.outEdges[i])] = -1;
        }
        return size == 1 ? NONE : Arrays.copyOf(out, size);
    }

    /** The cycles of four hops with a given second edge. */
    private void four(final PairGraph g, final int second, final int u, final boolean any) {
        final int x = g.to(second);
        for (int i = g.outStart[x]; i < g.outStart[x + 1]; i++) {
            final int y = g.to(g.outEdges[i]);
            if (back[y] >= 0 && y != u && (any || isStart[x] || isStart[y])) {
                put(second);
                put(g.outEdges[i]);
                put(back[y]);
            }
        }
    }

    /** Notes the cycles of a new edge for the old edges on them. */
    private static void spread(
            final int edge, final int[] list, final int known, final Map<Integer, Additions> additions) {
        final int end = CycleIndex.firstFour(list);
        final int[] cycle = new int[4];
        cycle[0] = edge;
        for (int i = 1; i < end; i += 2) {
            cycle[1] = list[i];
            cycle[2] = list[i + 1];
            rotate(cycle, 3, known, additions);
        }
        for (int i = end; i < list.length; i += 3) {
            System.arraycopy(list, i, cycle, 1, 3);
            rotate(cycle, 4, known, additions);
        }
    }

    private static void rotate(
            final int[] cycle, final int hops, final int known, final Map<Integer, Additions> additions) {
        for (int i = 1; i < hops; i++) {
            // A cycle with several new edges comes up once for each; only the lowest of them spreads it.
            if (cycle[i] >= known && cycle[i] < cycle[0]) {
                return;
            }
        }
        for (int i = 1; i < hops; i++) {
            if (cycle[i] < known) {
                final Additions added = additions.computeIfAbsent(cycle[i], key -> new Additions());
                added.add(cycle, i, hops);
            }
        }
    }

    private void put(final int word) {
        if (size == out.length) {
            out = Arrays.copyOf(out, size * 2);
        }
        out[size++] = word;
    }

    /** Cycles to be added to the list of one edge. */
    private static final class Additions {
        private int[] three = new int[8];
        private int threeSize;
        private int[] four = new int[8];
        private int fourSize;

        void add(final int[] cycle, final int at, final int hops) {
            if (hops == 3) {
                three = room(three, threeSize + 2);
                three[threeSize++] = cycle[(at + 1) % 3];
                three[threeSize++] = cycle[(at + 2) % 3];
                return;
            }
            four = room(four, fourSize + 3);
            four[fourSize++] = cycle[(at + 1) & 3];
            four[fourSize++] = cycle[(at + 2) & 3];
            four[fourSize++] = cycle[(at + 3) & 3];
        }

        private static int[] room(final int[] list, final int size) {
            return size > list.length ? Arrays.copyOf(list, list.length * 2) : list;
        }

        int[] appendTo(final int[] list) {
            final int end = CycleIndex.firstFour(list);
            final int[] merged = new int[list.length + threeSize + fourSize];
            System.arraycopy(list, 0, merged, 0, end);
            System.arraycopy(three, 0, merged, end, threeSize);
            System.arraycopy(list, end, merged, end + threeSize, list.length - end);
            System.arraycopy(four, 0, merged, list.length + threeSize, fourSize);
            merged[0] += threeSize / 2;
            return merged;
        }
    }
}
