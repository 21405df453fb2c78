package org.alphapulse.strategy.arbitrage;

/** Directed token pairs that improved since the last head, each once. What does not fit is found by the sweep. Confined to one thread. */
final class NotedEdges {
    private static final int MOST = 1024;
    private final int[] edges = new int[MOST];
    private int size;

    void add(final int edge) {
        for (int i = 0; i < size; i++) {
            if (edges[i] == edge) {
                return;
            }
        }
        if (size < MOST) {
            edges[size++] = edge;
        }
    }

    int size() {
        return size;
    }

    int edge(final int i) {
        return edges[i];
    }

    void clear() {
        size = 0;
    }
}
