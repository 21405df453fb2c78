package org.alphapulse.engine.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverState;
import org.alphapulse.api.relay.ObserverStatus;
import org.alphapulse.api.relay.RelayService;
import org.alphapulse.engine.market.Market;
import org.alphapulse.market.BookStatus;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObserversTest {
    private static final int RING = 1 << 25;

    private static List<String> numbers(int instance, int from, int to, String suffix) {
        final List<String> all = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            all.add(instance + ":" + i + suffix);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldGiveLosslessObserversEverythingInOrderWhenAllStallAtRandom(long seed) {
        final int messages = 60_000;
        final Random dice = new Random(seed);
        try (Stage stage = new Stage(RING)) {
            final List<AtomicLong> counts = new ArrayList<>();
            final List<String> faults = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                final AtomicLong count = new AtomicLong();
                final long[] last = new long[3];
                final Random stalls = new Random(seed * 31 + i);
                counts.add(count);
                final HeaderFlyweight header = new HeaderFlyweight();
                stage.observers.observe(
                        ObserverSpec.lossless("o" + i, "market-data", 1 << 16), (buffer, offset, length) -> {
                            header.wrap(buffer, offset);
                            if (header.counter() != ++last[header.sourceInstance()]) {
                                synchronized (faults) {
                                    faults.add("source " + header.sourceInstance() + " " + header.counter());
                                }
                            }
                            if (stalls.nextInt(5_000) == 0) {
                                pause(stalls.nextInt(20));
                            }
                            count.incrementAndGet();
                        });
            }
            final long[] counters = new long[3];
            for (int i = 0; i < messages; i++) {
                final int source = dice.nextInt(3);
                stage.trade(source, ++counters[source]);
                if (dice.nextInt(10_000) == 0) {
                    pause(dice.nextInt(10));
                }
            }
            for (final AtomicLong count : counts) {
                Stage.await("all were delivered", () -> count.get() == messages);
            }
            assertEquals(List.of(), faults);
            for (final ObserverStatus row : stage.observers.observers()) {
                assertEquals(ObserverState.LIVE, row.state());
                assertEquals(messages, row.received());
                assertEquals(0, row.dropped() + row.gaps());
            }
        }
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldAccountForEachDropWhenALossyObserverIsLapped() {
        final int messages = 200_000;
        final Random stalls = new Random(7);
        try (Stage stage = new Stage(1 << 17)) {
            final AtomicLong missed = new AtomicLong();
            final AtomicLong received = new AtomicLong();
            final long[] last = {0};
            final Observer observer =
                    stage.observers.observe(ObserverSpec.lossy("slow", "market-data"), (buffer, offset, length) -> {
                        final long counter =
                                new HeaderFlyweight().wrap(buffer, offset).counter();
                        missed.addAndGet(last[0] == 0 ? 0 : counter - last[0] - 1);
                        last[0] = counter;
                        received.incrementAndGet();
                        if (stalls.nextInt(300) == 0) {
                            pause(1);
                        }
                    });
            for (int i = 1; i <= messages; i++) {
                stage.trade(0, i);
                if (i % 5_000 == 0) {
                    pause(2);
                }
            }
            Stage.await("the observer has caught up", () -> {
                stage.trade(0, messages + stage.relay.published() - messages + 1);
                pause(5);
                return observer.status().lag() == 0 && observer.status().dropped() > 0;
            });
            final ObserverStatus row = observer.status();
            assertEquals(stage.relay.published(), row.received() + row.dropped());
            assertEquals(received.get(), row.received());
            assertEquals(missed.get(), row.missing());
            assertEquals(received.get(), row.received());
        }
    }

    @Test
    void shouldDetachAnObserverThatStopsReadingAndServeTheOthers() {
        try (Stage stage = new Stage(RING)) {
            final Witness stuck = new Witness();
            final Witness lossy = new Witness();
            final AtomicLong reads = new AtomicLong();
            final Observer detached = stage.observers.observe(ObserverSpec.lossless("stuck", "market-data", 64), stuck);
            final Observer blocked = stage.observers.observe(ObserverSpec.lossy("blocked", "market-data"), lossy);
            stage.observers.observe(
                    ObserverSpec.lossless("reads", "market-data", 1 << 17),
                    (buffer, offset, length) -> reads.incrementAndGet());
            for (int i = 1; i <= 50_000; i++) {
                stage.trade(0, i);
            }
            assertEquals(50_000, stage.relay.published());
            Stage.await("the reading observer has all", () -> reads.get() == 50_000);
            Stage.await("the stuck one is marked", () -> detached.status().state() == ObserverState.OVERFLOWED);
            assertEquals(1, detached.status().received());
            assertTrue(detached.status().reason().contains("backlog of 64"));
            assertTrue(blocked.status().lag() > 49_000);
            assertEquals(List.of(), lossy.log);
            stuck.release();
            lossy.release();
        }
    }

    @Test
    void shouldRetransmitWhenFewMessagesWereMissed() {
        try (Stage stage = new Stage(RING)) {
            final Witness witness = new Witness();
            final Observer observer = stage.observers.observe(ObserverSpec.lossless("few", "market-data", 64), witness);
            int sent = 0;
            while (sent < 128) { // half of them find no room, fewer than are sent again
                stage.trade(0, ++sent);
            }
            Stage.await("it overflowed", () -> observer.status().state() == ObserverState.OVERFLOWED);
            witness.resynchronises = true;
            witness.release();
            final int before = sent;
            Stage.await("it is live again", () -> observer.status().state() == ObserverState.LIVE);
            Stage.await("its backlog is empty", () -> observer.status().lag() == 0);
            stage.trade(0, ++sent);
            Stage.await("the next came", () -> witness.log.contains("0:" + (before + 1)));
            final long again = observer.status().retransmitted();
            assertTrue(again > 0 && again <= RelayService.MAX_RETRANSMISSION, "retransmitted " + again);
            final List<String> expected = numbers(0, 1, (int) (before - again), "");
            expected.add("OVERFLOWED");
            expected.addAll(numbers(0, (int) (before - again) + 1, before, "!"));
            expected.add("LIVE");
            expected.add("0:" + sent);
            assertEquals(expected, withoutLive(witness, expected));
            assertEquals(0, observer.status().dropped());
        }
    }

    /** The state is announced when the observer finds nothing to do, so LIVE may stand on either side of the message that follows. */
    private static List<String> withoutLive(Witness witness, List<String> expected) {
        Stage.await("it was told", () -> witness.log.contains("LIVE"));
        final List<String> log = new ArrayList<>(witness.log);
        log.remove("LIVE");
        log.add(expected.indexOf("LIVE"), "LIVE");
        return log;
    }

    @Test
    void shouldSendASnapshotInOrderWhenManyMessagesWereMissed() {
        try (Stage stage = new Stage(RING)) {
            final Market replica = new Market();
            final Witness witness = new Witness();
            final Observer observer = stage.observers.observe(
                    ObserverSpec.lossless("many", "market-data", 1024), new org.alphapulse.api.relay.ObserverHandler() {
                        @Override
                        public void onMessage(org.agrona.MutableDirectBuffer buffer, int offset, int length) {
                            witness.onMessage(buffer, offset, length);
                            replica.onMessage(buffer, offset, length);
                        }

                        @Override
                        public void onState(Observer self, ObserverState state) {
                            witness.onState(self, state);
                        }
                    });
            final L2SnapshotFlyweight book = new L2SnapshotFlyweight();
            int sent = 1;
            for (; sent <= 3_000; sent++) {
                stage.trade(0, sent);
            }
            book.appendTo(stage.begin(0, sent), 40);
            book.instrument(Stage.PAIR).venueSequence(42).venueTimestampNs(0).bidCount(20);
            for (int i = 0; i < 20; i++) {
                book.levelPrice(i, 99 - i).levelSize(i, 5);
                book.levelPrice(20 + i, 101 + i).levelSize(20 + i, 6);
            }
            stage.publish();
            Stage.await("it overflowed", () -> observer.status().state() == ObserverState.OVERFLOWED);
            witness.resynchronises = true;
            witness.release();
            final int[] counter = {sent};
            Stage.await("the snapshot came", () -> {
                stage.relay.drain(10);
                stage.trade(0, ++counter[0]);
                pause(1);
                return observer.status().snapshots() == 1 && observer.status().state() == ObserverState.LIVE;
            });
            stage.trade(0, ++counter[0]);
            final String last = "0:" + counter[0];
            Stage.await("the last one came", () -> witness.log.contains(last));
            final List<String> log = new ArrayList<>(witness.log);
            final int begin = log.indexOf("snapshot!");
            assertEquals(numbers(0, 1, (int) withNumber(log.subList(0, begin)), ""), data(log.subList(0, begin)));
            final List<String> after = data(log.subList(begin, log.size()));
            final long first = Long.parseLong(after.get(0).substring(2));
            assertEquals(numbers(0, (int) first, counter[0], ""), after);
            assertTrue(first > sent, "nothing of before the snapshot is delivered after it began");
            assertEquals(1, replica.view().books().count());
            assertEquals(BookStatus.SYNCED, replica.view().books().status(0));
            assertEquals(42, replica.view().books().sequence(0));
            assertEquals(99, replica.view().books().price(0, true, 0));
            assertEquals(20, replica.view().books().depth(0, true));
            assertEquals(120, replica.view().books().price(0, false, 19));
            assertEquals(6, replica.view().books().size(0, false, 0));
            assertTrue(observer.status().dropped() > 0);
        }
    }

    private static List<String> data(List<String> log) {
        return log.stream().filter(entry -> entry.matches("\\d+:\\d+")).toList();
    }

    private static long withNumber(List<String> log) {
        return data(log).size();
    }

    @Test
    void shouldReportHolesOfASourceBeforeTheMessageThatFollows() {
        try (Stage stage = new Stage(RING)) {
            final Witness witness = Witness.free();
            stage.observers.observe(ObserverSpec.lossless("gaps", "market-data", 1024), witness);
            stage.trade(3, 1);
            stage.trade(4, 1);
            stage.trade(3, 5);
            stage.trade(4, 2);
            stage.trade(3, 6);
            Stage.await("all came", () -> witness.log.size() == 6);
            assertEquals(List.of("3:1", "4:1", "gap 3:2+3", "3:5", "4:2", "3:6"), witness.log);
        }
    }

    @Test
    void shouldSendAgainWhatWasAskedForAndRefuseWhatIsNotKept() {
        try (Stage stage = new Stage(1 << 17)) {
            stage.observers.observe(ObserverSpec.lossy("keeps the ring", "market-data"), Witness.free());
            for (int i = 1; i <= 5_000; i++) {
                stage.trade(i % 2, (i + 1) / 2);
            }
            final Witness witness = Witness.free();
            final long first = HeaderFlyweight.sequence(1, 2_401);
            final int kind = SourceKinds.COLLECTOR;
            assertEquals(100, stage.observers.retransmit(Domains.MARKET_DATA, kind, first, first + 99, witness));
            assertEquals(numbers(1, 2_401, 2_500, "!"), witness.log);
            assertEquals(
                    RelayService.TOO_MANY,
                    stage.observers.retransmit(Domains.MARKET_DATA, kind, first, first + 100, witness));
            assertEquals(
                    RelayService.NOT_KEPT,
                    stage.observers.retransmit(
                            Domains.MARKET_DATA,
                            kind,
                            HeaderFlyweight.sequence(1, 1),
                            HeaderFlyweight.sequence(1, 9),
                            witness));
            assertEquals(100, witness.log.size());
        }
    }
}
