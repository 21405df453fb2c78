package org.alphapulse.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Books against sorted maps. */
class OrderBooksTest {
    @Test
    void shouldHoldTheBestLevelsInOrderWhenChangesAreRandom() {
        final SplittableRandom random = new SplittableRandom(1);
        final OrderBooks books = new OrderBooks();
        books.add();
        final int book = books.add();
        final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
        final TreeMap<Long, Long> asks = new TreeMap<>();
        for (int i = 0; i < 200_000; i++) {
            final boolean bid = random.nextBoolean();
            final long price = bid ? 1000 - random.nextInt(200) : 1001 + random.nextInt(200);
            final long size = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(100);
            final Map<Long, Long> side = bid ? bids : asks;
            if (size == 0) {
                side.remove(price);
            } else {
                side.put(price, size);
            }
            books.level(book, bid, price, size);
            if (i % 1000 == 0) {
                check(books.view(), book, true, bids);
                check(books.view(), book, false, asks);
            }
        }
        assertEquals(0, books.view().depth(0, true));
    }

    @Test
    void shouldDropTheWorstLevelWhenASideIsFull() {
        final OrderBooks books = new OrderBooks();
        final int book = books.add();
        for (int i = 0; i < OrderBooks.DEPTH + 10; i++) {
            books.level(book, true, i, 1);
        }
        assertEquals(OrderBooks.DEPTH, books.view().depth(book, true));
        assertEquals(OrderBooks.DEPTH + 9, books.view().price(book, true, 0));
        assertEquals(10, books.view().price(book, true, OrderBooks.DEPTH - 1));
    }

    private static void check(
            final BookView view, final int book, final boolean bid, final TreeMap<Long, Long> expected) {
        assertEquals(expected.size(), view.depth(book, bid));
        int level = 0;
        for (final Map.Entry<Long, Long> entry : expected.entrySet()) {
            assertEquals(entry.getKey(), view.price(book, bid, level));
            assertEquals(entry.getValue(), view.size(book, bid, level));
            level++;
        }
    }
}
