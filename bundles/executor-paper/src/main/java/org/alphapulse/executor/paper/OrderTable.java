package org.alphapulse.executor.paper;

/** Orders under way in the order in which they fall due, as a ring of columns; nothing is allocated. */
final class OrderTable {
    private final long[] planIds;
    private final long[] orderIds;
    private final long[] sizes;
    private final long[] limits;
    private final long[] dueNs;
    private final int[] books;
    private final boolean[] buys;
    private int head;
    private int count;

    OrderTable(int capacity) {
        planIds = new long[capacity];
        orderIds = new long[capacity];
        sizes = new long[capacity];
        limits = new long[capacity];
        dueNs = new long[capacity];
        books = new int[capacity];
        buys = new boolean[capacity];
    }

    boolean add(long planId, long orderId, int book, boolean buy, long size, long limit, long dueAtNs) {
        if (count == planIds.length) {
            return false;
        }
        final int at = (head + count) % planIds.length;
        planIds[at] = planId;
        orderIds[at] = orderId;
        sizes[at] = size;
        limits[at] = limit;
        dueNs[at] = dueAtNs;
        books[at] = book;
        buys[at] = buy;
        count++;
        return true;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean due(long nowNs) {
        return count > 0 && dueNs[head] - nowNs <= 0;
    }

    void removeOldest() {
        head = (head + 1) % planIds.length;
        count--;
    }

    long planId() {
        return planIds[head];
    }

    long orderId() {
        return orderIds[head];
    }

    int book() {
        return books[head];
    }

    boolean buy() {
        return buys[head];
    }

    long size() {
        return sizes[head];
    }

    long limit() {
        return limits[head];
    }
}
