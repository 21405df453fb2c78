package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CycleIndexTest {
    private static final int[] STARTS = {0, 3};

    /** All cycles of three and four hops that touch a start token, by recursion over pairs. */
    private static Set<String> expected(final PairGraph g, final int without) {
        final Set<String> cycles = new TreeSet<>();
        for (int edge = 0; edge < 2 * g.pairCount; edge++) {
            follow(g, new int[] {edge, -1, -1, -1}, 1, without, cycles);
        }
        return cycles;
    }

    private static void follow(
            final PairGraph g, final int[] path, final int length, final int without, final Set<String> cycles) {
        if (path[length - 1] >> 1 == without) {
            return;
        }
        final int end = g.to(path[length - 1]);
        if (end == g.from[path[0]]) {
            if (length > 2 && touches(g, path, length)) {
                cycles.add(canonical(path, length));
            }
            return;
        }
        for (int i = 1; i < length; i++) {
            if (g.from[path[i]] == end) {
                return;
            }
        }
        for (int edge = 0; length < 4 && edge < 2 * g.pairCount; edge++) {
            if (g.from[edge] == end) {
                path[length] = edge;
                follow(g, path, length + 1, without, cycles);
            }
        }
    }

    private static boolean touches(final PairGraph g, final int[] path, final int length) {
        for (int i = 0; i < length; i++) {
            if (g.from[path[i]] == STARTS[0] || g.from[path[i]] == STARTS[1]) {
                return true;
            }
        }
        return false;
    }

    private static String canonical(final int[] path, final int length) {
        int first = 0;
        for (int i = 1; i < length; i++) {
            first = path[i] < path[first] ? i : first;
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(path[(first + i) % length]).append(' ');
        }
        return text.toString();
    }

    private static Set<String> actual(final CycleIndex index) {
        final Set<String> cycles = new TreeSet<>();
        int entries = 0;
        for (int edge = 0; edge < index.legs.length; edge++) {
            final int[] list = index.legs[edge];
            final int end = 1 + 2 * list[0];
            for (int i = 1; i < end; i += 2) {
                cycles.add(canonical(new int[] {edge, list[i], list[i + 1]}, 3));
                entries += 4;
            }
            for (int i = end; i < list.length; i += 3) {
                cycles.add(canonical(new int[] {edge, list[i], list[i + 1], list[i + 2]}, 4));
                entries += 3;
            }
        }
        int expectedEntries = 0;
        for (final String cycle : cycles) {
            expectedEntries += 12;
            assertTrue(cycle.split(" ").length >= 3);
        }
        assertEquals(expectedEntries, entries, "each cycle must be listed once under each of its edges");
        return cycles;
    }

    @Test
    void shouldListEveryCycleWhenBuiltAtOnceOrPoolByPool() {
        final SplittableRandom r = new SplittableRandom(3);
        for (int n = 0; n < 40; n++) {
            final int pools = 30;
            final int[] token0 = new int[pools];
            final int[] token1 = new int[pools];
            for (int i = 0; i < pools; i++) {
                token0[i] = r.nextInt(10);
                token1[i] = (token0[i] + 1 + r.nextInt(9)) % 10;
            }
            final CycleIndexBuilder builder = new CycleIndexBuilder(STARTS, 4);
            PairGraph graph = PairGraph.of(10, token0, token1, 12);
            CycleIndex grown = builder.build(graph);
            for (int count = 13; count <= pools; count += 1 + r.nextInt(3)) {
                graph = PairGraph.extend(graph, 10, token0, token1, count);
                grown = builder.extend(grown, graph);
                assertEquals(expected(graph, -1), actual(grown));
            }
            final CycleIndex whole = builder.build(graph);
            assertEquals(expected(graph, -1), actual(whole));
            final int gone = r.nextInt(graph.pairCount);
            assertEquals(expected(graph, gone), actual(builder.without(grown, gone)));
        }
    }
}
