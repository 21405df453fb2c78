package org.alphapulse.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rolled-back state is the state that a replay of the remaining blocks gives. */
class ReorgTest {
    @Test
    void shouldEqualAReplayFromScratchWhenReorgsOfAnyDepthHappen() {
        final int runs = Boolean.getBoolean("alphapulse.long") ? 400 : 12;
        final boolean[] depths = new boolean[65];
        for (int run = 0; run < runs; run++) {
            final Chain chain = new Chain(run);
            final MarketState state = Chain.market();
            long head = 100;
            long highest = head;
            for (int round = 0; round < 25; round++) {
                for (int n = 1 + chain.random.nextInt(80); n > 0; n--) {
                    chain.block(state, ++head);
                }
                highest = Math.max(highest, head);
                final long reach = Math.min(64 - (highest - head), head - 100);
                if (reach < 1) {
                    continue;
                }
                final int depth = 1 + chain.random.nextInt((int) reach);
                depths[depth] = true;
                head -= depth;
                chain.rollback(state, head);
                assertEquals(Dump.of(Chain.replay(chain.canonical).view()), Dump.of(state.view()));
                assertEquals(head, state.view().headBlock(0));
                // A second step back, no deeper than the 64 blocks below the old head.
                if (highest - head < 54 && head > 120) {
                    head -= 10;
                    chain.rollback(state, head);
                    assertEquals(Dump.of(Chain.replay(chain.canonical).view()), Dump.of(state.view()));
                }
            }
        }
        int seen = 0;
        for (int depth = 1; depth <= 64; depth++) {
            seen += depths[depth] ? 1 : 0;
        }
        assertTrue(seen > 55, seen + " depths seen");
    }

    @Test
    void shouldWipeTheChainWhenARollbackIsTooDeep() {
        final Chain chain = new Chain(1);
        final MarketState state = Chain.market();
        for (long block = 1; block <= 200; block++) {
            chain.block(state, block);
        }
        assertEquals(ApplyCode.TOO_DEEP, state.rollback(0, 135));
        for (int pool = 0; pool < Chain.POOLS; pool++) {
            assertEquals(pool % 2 != 0, state.view().tradable(pool));
        }
    }

    @Test
    void shouldNotReviveAWipedPoolWhenARollbackPassesTheWipe() {
        final Chain chain = new Chain(2);
        final MarketState state = Chain.market();
        for (long block = 1; block <= 50; block++) {
            chain.block(state, block);
        }
        state.invalidateVenue(0, 0, PoolStatus.GAPPED);
        state.rollback(0, 20);
        for (int pool = 0; pool < Chain.POOLS; pool++) {
            if (state.view().venue(pool) == 0 && state.view().chain(pool) == 0) {
                assertEquals(PoolStatus.GAPPED, state.view().status(pool));
                assertEquals(0, state.view().word(pool, 0));
                assertEquals(0, state.view().tickCount(pool));
            }
        }
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldComeBackFromTheGreatestBlockNumberThereIs() throws IOException {
        for (final long near : new long[] {0, 1, 128, 200}) {
            final Chain chain = new Chain(5);
            final MarketState state = Chain.market();
            chain.block(state, 1);
            state.blockHead(0, Long.MAX_VALUE - near, 1, 2, 3, 4);
            state.blockHead(0, Long.MAX_VALUE, 5, 6, 7, 8);
            final MarketState restored = MarketState.readSnapshot(new ByteArrayInputStream(bytes(state)));
            for (final MarketState each : new MarketState[] {state, restored}) {
                assertEquals(Long.MAX_VALUE, each.view().headBlock(0));
                assertEquals(5, each.view().blockHash(0, Long.MAX_VALUE, 0));
                each.rollback(0, Long.MAX_VALUE - 128);
                assertEquals(0, each.view().blockHash(0, Long.MAX_VALUE, 0));
                each.rollback(0, 1);
                assertEquals(1, each.view().headBlock(0));
            }
        }
    }

    @Test
    void shouldGoOnAsIfNothingHappenedWhenRestoredFromASnapshot() throws IOException {
        final Chain chain = new Chain(3);
        final MarketState state = Chain.market();
        final int book = state.books().add();
        state.books().beginSnapshot(book);
        state.books().level(book, true, 99, 5);
        state.books().level(book, false, 101, 6);
        state.books().endSnapshot(book, 42);
        for (long block = 1; block <= 150; block++) {
            chain.block(state, block);
        }
        final byte[] bytes = bytes(state);
        final MarketState restored = MarketState.readSnapshot(new ByteArrayInputStream(bytes));
        assertEquals(Dump.of(state.view()), Dump.of(restored.view()));
        assertEquals(BookStatus.SYNCED, restored.view().books().status(book));
        assertEquals(101, restored.view().books().price(book, false, 0));
        assertEquals(3, restored.view().findPool(new long[] {3, 7, 0, 0, 1}, 0));
        Assertions.assertArrayEquals(bytes, bytes(restored));
        restored.rollback(0, 100);
        restored.rollback(1, 100);
        chain.rollback(state, 100);
        assertEquals(Dump.of(Chain.replay(chain.canonical).view()), Dump.of(restored.view()));
        assertNotEquals(Dump.of(Chain.market().view()), Dump.of(restored.view()));
    }

    @Test
    void shouldRollBackToAnyDepthLikeTheOriginalWhenRestoredFromASnapshot() throws IOException {
        final Chain chain = new Chain(9);
        final MarketState state = Chain.market();
        for (long block = 1; block <= 200; block++) {
            chain.block(state, block);
            // So many that the log of changes has grown by far.
            for (int i = 0; i < 40; i++) {
                chain.sync(state, block);
            }
        }
        final byte[] bytes = bytes(state);
        for (int depth = 1; depth <= 64; depth++) {
            final MarketState restored = MarketState.readSnapshot(new ByteArrayInputStream(bytes));
            assertEquals(
                    state.view().blockHash(0, 200L - depth, 0), restored.view().blockHash(0, 200L - depth, 0));
            final long block = 200L - depth;
            assertEquals(ApplyCode.APPLIED, restored.rollback(0, block) | restored.rollback(1, block));
            chain.canonical.removeIf(logged -> logged.block() > block);
            assertEquals(Dump.of(Chain.replay(chain.canonical).view()), Dump.of(restored.view()));
        }
    }

    @Test
    void shouldKeepHoldsAndWipesWhenRestoredFromASnapshot() throws IOException {
        final Chain chain = new Chain(10);
        final MarketState state = Chain.market();
        for (long block = 1; block <= 100; block++) {
            chain.block(state, block);
        }
        state.hold(1, PoolStatus.QUARANTINED);
        state.holdChain(1, PoolStatus.REORGING);
        state.invalidateVenue(0, 0, PoolStatus.GAPPED);
        final MarketState restored = MarketState.readSnapshot(new ByteArrayInputStream(bytes(state)));
        assertEquals(Dump.of(state.view()), Dump.of(restored.view()));
        for (final MarketState each : new MarketState[] {state, restored}) {
            each.rollback(0, 70);
            each.rollback(1, 70);
        }
        assertEquals(Dump.of(state.view()), Dump.of(restored.view()));
        assertEquals(PoolStatus.GAPPED, restored.view().status(0));
        assertEquals(PoolStatus.REORGING, restored.view().status(3));
        restored.holdChain(1, PoolStatus.TRADABLE);
        assertEquals(PoolStatus.QUARANTINED, restored.view().status(1));
        assertEquals(state.view().revision() + 1, restored.view().revision());
    }

    @Test
    void shouldRefuseASnapshotWhenAnyByteIsWrong() throws IOException {
        final Chain chain = new Chain(4);
        final MarketState state = Chain.market();
        for (long block = 1; block <= 30; block++) {
            chain.block(state, block);
        }
        final byte[] bytes = bytes(state);
        for (int i = 0; i < 40; i++) {
            final byte[] damaged = bytes.clone();
            // Behind the first counts, which may fail in other ways.
            damaged[3000 + chain.random.nextInt(bytes.length - 3000)] ^= 1 << chain.random.nextInt(8);
            Assertions.assertThrows(Exception.class, () -> MarketState.readSnapshot(new ByteArrayInputStream(damaged)));
        }
        final byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 9);
        Assertions.assertThrows(IOException.class, () -> MarketState.readSnapshot(new ByteArrayInputStream(cut)));
    }

    private static byte[] bytes(final MarketState state) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeSnapshot(out);
        return out.toByteArray();
    }
}
