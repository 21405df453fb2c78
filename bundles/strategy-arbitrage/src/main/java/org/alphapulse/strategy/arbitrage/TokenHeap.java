package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/** Binary heap of tokens by key, least first; a token may be in it more than once. */
final class TokenHeap {
    private int[] tokens;
    private double[] keys;
    private int size;

    TokenHeap(final int expected) {
        tokens = new int[Math.max(16, 4 * expected)];
        keys = new double[tokens.length];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    double topKey() {
        return keys[0];
    }

    void push(final int token, final double key) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        int at = size++;
        while (at > 0 && keys[(at - 1) >> 1] > key) {
            tokens[at] = tokens[(at - 1) >> 1];
            keys[at] = keys[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }
        tokens[at] = token;
        keys[at] = key;
    }

    int pop() {
        final int top = tokens[0];
        final int token = tokens[--size];
        final double key = keys[size];
        int at = 0;
        int child = 1;
        while (child < size) {
            child += child + 1 < size && keys[child + 1] < keys[child] ? 1 : 0;
            if (keys[child] >= key) {
                break;
            }
            tokens[at] = tokens[child];
            keys[at] = keys[child];
            at = child;
            child = 2 * at + 1;
        }
        tokens[at] = token;
        keys[at] = key;
        return top;
    }
}
