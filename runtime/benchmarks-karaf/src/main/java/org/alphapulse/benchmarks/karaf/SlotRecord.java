package org.alphapulse.benchmarks.karaf;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What one slot of the strategy under test received. The delivery fields are written by the slot's thread only. */
final class SlotRecord {
    private final AtomicLong afterDeactivate = new AtomicLong();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private long first;
    private volatile long last;
    private volatile long delivered;
    private long lost;
    private long duplicated;
    private long outOfOrder;
    private long lastNs;
    private int lastInstance;
    private volatile long takeovers;
    private volatile long pauseNs;
    private volatile long takeoverNs;
    private volatile long longestGapNs;
    private volatile boolean resetGap;

    void delivered(int instance, long counter) {
        final long now = System.nanoTime();
        if (instance != lastInstance) {
            lastInstance = instance;
            pauseNs = now - lastNs;
            takeoverNs = now;
            final long before = takeovers;
            takeovers = before + 1;
        }
        if (resetGap) {
            resetGap = false;
            longestGapNs = 0;
        } else if (lastNs != 0 && now - lastNs > longestGapNs) {
            longestGapNs = now - lastNs;
        }
        lastNs = now;
        final long before = last;
        if (first == 0) {
            first = counter;
        } else if (counter == before) {
            duplicated++;
        } else if (counter < before) {
            outOfOrder++;
        } else {
            lost += counter - before - 1;
        }
        last = Math.max(before, counter);
        final long count = delivered + 1;
        delivered = count;
    }

    void deliveredAfterDeactivation() {
        afterDeactivate.incrementAndGet();
    }

    synchronized int started(ClassLoader loader) {
        loaders.add(new WeakReference<>(loader));
        return loaders.size();
    }

    /** Distinct class loaders that are still alive, the current one included. */
    synchronized long loadersAlive() {
        return loaders.stream()
                .map(WeakReference::get)
                .filter(loader -> loader != null)
                .distinct()
                .count();
    }

    /** How often another instance than before was delivered to. */
    long takeovers() {
        return takeovers;
    }

    /** From the last delivery to the instance before to the first to the present one. */
    long pauseNs() {
        return pauseNs;
    }

    /** When the present instance was first delivered to. */
    long takeoverNs() {
        return takeoverNs;
    }

    void forgetGap() {
        resetGap = true;
    }

    long longestGapNs() {
        return longestGapNs;
    }

    long last() {
        return last;
    }

    long delivered() {
        return delivered;
    }

    long lost() {
        return lost;
    }

    long duplicated() {
        return duplicated;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    long afterDeactivate() {
        return afterDeactivate.get();
    }

    /** Messages from the first delivered on that were published up to a counter. */
    long published(long upTo) {
        return first == 0 ? 0 : upTo - first + 1;
    }
}
