package org.alphapulse.benchmarks.pipeline;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.collector.evm.EvmLogParser;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.Venues;
import org.alphapulse.spi.collector.Collector;

/**
 * Reads a node's messages from memory by a schedule, with the parser of the EVM collector. Like any collector it publishes either on an
 * agent of its own, or by a timer on the engine's thread, where parsing and all that follows run to completion on one thread.
 */
final class PipelineCollector implements Collector {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long PERIOD_NS = 1_000;

    private final PipelineInput input;
    private final Timeline line;
    private final Tape tape;
    private CollectorContext context;
    private StampingSink sink;
    private EvmLogParser parser;
    private MarketTeller teller;
    private InstrumentId[] pools;
    private Scheduler.Task task;
    private int told;
    /** What the engine's clock is ahead of the one that takes the times: one look tells when a message began and when it was received. */
    private long epochOffsetNs;

    private volatile boolean marketTold;
    private volatile Phase phase;
    private volatile long sent;
    private volatile long arbitrages;
    private volatile String failure = "";

    /** Messages by a schedule, and what they cost the thread that publishes them. */
    static final class Phase {
        private final Schedule schedule;
        private volatile boolean over;
        private boolean begun;
        private long startNs;
        private long endNs;
        private long bytes;
        private long collections;

        Phase(Schedule schedule) {
            this.schedule = schedule;
        }

        private void begin() {
            begun = true;
            startNs = System.nanoTime();
            collections = -collections();
            bytes = -THREADS.getCurrentThreadAllocatedBytes();
        }

        private void end() {
            bytes += THREADS.getCurrentThreadAllocatedBytes();
            collections += collections();
            endNs = System.nanoTime();
            over = true;
        }

        private static long collections() {
            long count = 0;
            for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                count += collector.getCollectionCount();
            }
            return count;
        }

        boolean isOver() {
            return over;
        }

        long messages() {
            return schedule.taken();
        }

        double seconds() {
            return (endNs - startNs) / 1e9;
        }

        /** Bytes allocated by the publishing thread a message. */
        double bytesPerMessage() {
            return (double) bytes / Math.max(1, schedule.taken());
        }

        long garbageCollections() {
            return collections;
        }
    }

    PipelineCollector(PipelineInput input, Timeline line) {
        this.input = input;
        this.line = line;
        this.tape = new Tape(input);
    }

    @Override
    public void start(CollectorContext newContext) {
        context = newContext;
        epochOffsetNs = newContext.clock().epochNs() - System.nanoTime();
        sink = new StampingSink(newContext.sink(), line);
        parser = new EvmLogParser(sink, PipelineInput.CHAIN_ID);
        teller = new MarketTeller(sink, Tape.FIRST_BLOCK);
        final int v2 = Venues.standard().code("uniswap-v2");
        final int v3 = Venues.standard().code("uniswap-v3");
        pools = input.pools().stream()
                .map(pool -> parser.add(pool.concentrated() ? v3 : v2, hex(pool.address()), pool.concentrated()))
                .toArray(InstrumentId[]::new);
        task = newContext.scheduler().every(PERIOD_NS, this::onTimer);
    }

    private static String hex(byte[] address) {
        return "0x" + java.util.HexFormat.of().formatHex(address);
    }

    /** Moves to an agent of its own. The engine must be idle. */
    void ownThread() {
        task.cancel();
        line.expectMany();
        task = context.scheduler().agent("pipeline-feed", this::publishDue);
    }

    /** Moves back to the engine's thread. The engine must be idle. */
    void engineThread() {
        task.cancel();
        line.expectFew();
        task = context.scheduler().every(PERIOD_NS, this::onTimer);
    }

    private void onTimer() {
        publishDue();
    }

    void begin(Phase next) {
        phase = next;
    }

    /** Plays only what leads to plans, or everything again. */
    void arbitragesOnly(boolean now) {
        tape.arbitragesOnly(now);
    }

    boolean marketTold() {
        return marketTold;
    }

    /** Messages of the tape handed to the parser. */
    long sent() {
        return sent;
    }

    /** How many of them leave an arbitrage behind. */
    long arbitrages() {
        return arbitrages;
    }

    String failure() {
        return failure;
    }

    private int publishDue() {
        final Phase now = phase;
        if (now == null) {
            return marketTold ? 0 : tell();
        }
        if (!now.begun) {
            now.begin();
        }
        final long nanos = System.nanoTime();
        if (now.schedule.isDue(nanos)) {
            publish(now.schedule.take(nanos));
            return 1;
        }
        if (now.schedule.isOver()) {
            phase = null;
            now.end();
        }
        return 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void publish(long due) {
        final int index = tape.take();
        final byte kind = input.kinds()[index];
        final long start = System.nanoTime();
        sink.source(due, start, kind);
        sink.received(start + epochOffsetNs);
        final int published = parser.parse(tape.buffer(), 0, tape.length());
        if (line.staged()) {
            line.committed(sink.last(), System.nanoTime());
        }
        if (published != 1) {
            failure = "message " + index + " gave " + published + " events instead of one";
        }
        sent++;
        if (kind == PipelineInput.ARBITRAGE) {
            arbitrages++;
        }
    }

    private int tell() {
        for (int i = 0; i < 16 && told < pools.length; i++) {
            final PipelineInput.Pool pool = input.pools().get(told);
            if (!teller.tell(
                    pool,
                    pools[told],
                    MarketTeller.token(input.tokens()[pool.token0()]),
                    MarketTeller.token(input.tokens()[pool.token1()]))) {
                return 1;
            }
            told++;
        }
        marketTold = told == pools.length;
        return 1;
    }

    @Override
    public void stop() {
        phase = null;
    }
}
