package org.alphapulse.collector.sim;

import java.util.SplittableRandom;

/**
 * One pair of the simulated exchange: a random walk in whole price steps with a book around it. The same seed gives the same sequence of
 * events. Prices and sizes have eight decimals.
 */
final class SimExchange {
    static final long ONE = 100_000_000L;

    private final SplittableRandom random;
    private final long step;
    private final int depth;
    private long midSteps;
    private int move;
    private long sequence;
    private long trades;

    SimExchange(long seed, double price, int depth) {
        this.random = new SplittableRandom(seed);
        this.step = Math.max(1, Math.round(price * ONE / 50_000));
        this.midSteps = Math.round(price * ONE / step);
        this.depth = depth;
    }

    /** One step of the walk: the mid stays or moves by one price step. */
    void advance() {
        move = midSteps <= depth + 2L ? 1 : random.nextInt(3) - 1;
        midSteps += move;
        sequence++;
    }

    long sequence() {
        return sequence;
    }

    long nextTradeId() {
        return ++trades;
    }

    /** Price of a level: level 0 is the best. */
    long price(boolean bid, int level) {
        return (midSteps + (bid ? -1 - level : 1 + level)) * step;
    }

    /** By how many steps the last advance moved the mid: -1, 0 or 1. */
    int move() {
        return move;
    }

    /** A fresh size between 0.01 and 5.12 units. */
    long size() {
        return (1 + random.nextInt(512)) * (ONE / 100);
    }

    int depth() {
        return depth;
    }

    boolean chance(int perMillion) {
        return perMillion > 0 && random.nextInt(1_000_000) < perMillion;
    }

    boolean buy() {
        return random.nextBoolean();
    }

    int nextKind() {
        return random.nextInt(4);
    }
}
