package org.alphapulse.collector.evm;

import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;

/**
 * Runs the stream itself on a chain that is made up, see {@link MadeUpNode}. So the virtual machine has compiled the way of a log and of a
 * block, in all orders in which a node tells them, before the first real one comes. What is written goes nowhere. Confined to the
 * stream's thread.
 */
final class WarmUp {
    private static final int ROUNDS = 1_500;

    private final ChainStream[] streams;
    private final MadeUpNode[] nodes;
    private long messages;
    private int turn;
    private boolean done;

    /** The warm-up of a stream that is set up like this. It borrows the frames of the real sink and gives it nothing to send. */
    WarmUp(ChainFile chain, ChainClient client, CollectorContext real, ChainStream.Limits limits) {
        // Of several classes: else the compiler would take it that there is one, and the real sink would undo its work.
        final Sink[] sinks = {new Nowhere(), new Rehearsing(real.sink()), new AlsoRehearsing(real.sink())};
        streams = new ChainStream[sinks.length];
        nodes = new MadeUpNode[sinks.length];
        for (int i = 0; i < sinks.length; i++) {
            streams[i] = new ChainStream(chain, client, new MadeUp(real.clock(), sinks[i]), limits, null);
            nodes[i] = new MadeUpNode();
        }
    }

    /** Does it, the first time that it is called; takes some tenths of a second. Returns how many messages it made. */
    long run() {
        if (!done) {
            done = true;
            for (int i = 0; i < streams.length; i++) {
                nodes[i].begin(streams[i]);
            }
            messages = 0;
            for (int i = 0; i < ROUNDS; i++) {
                again();
            }
        }
        return messages;
    }

    /** A block, which takes some microseconds: between two blocks the caches forget the way of a log. */
    void again() {
        turn = turn + 1 < streams.length ? turn + 1 : 0;
        final MadeUpNode node = nodes[turn];
        if (node.ended()) {
            node.begin(streams[turn]);
        }
        final long before = node.told();
        while (node.told() == before) {
            streams[turn].doWork();
        }
    }

    /** What the made-up stream is lent. */
    private record MadeUp(EngineClock clock, Sink sink) implements CollectorContext {
        @Override
        public long invalidateVenue(int venue) {
            return Sink.MUTED;
        }

        @Override
        public RestoredChain restored(long chainId) {
            return RestoredChain.none("");
        }

        @Override
        public Set<InstrumentId> diverged(long chainId) {
            return Set.of();
        }

        @Override
        public String id() {
            return "made-up";
        }

        @Override
        public TradingMode mode() {
            return TradingMode.REPLAY;
        }

        @Override
        public Scheduler scheduler() {
            throw new UnsupportedOperationException("the warm-up has no tasks");
        }

        @Override
        public void degraded(String reason) {
            // Nobody looks.
        }

        @Override
        public void recovered() {
            // Nobody looks.
        }
    }

    /** Has a buffer of its own. */
    private final class Nowhere implements Sink {
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        private final MessageWriter writer = new MessageWriter();

        @Override
        public MessageWriter begin(int payloadLength) {
            writer.begin(
                    buffer,
                    0,
                    HeaderFlyweight.LENGTH + payloadLength,
                    Domains.MARKET_DATA,
                    SourceKinds.COLLECTOR,
                    0,
                    messages + 1,
                    0);
            return writer;
        }

        @Override
        public long commit() {
            return writer.finish() < 0 ? TOO_LONG : ++messages;
        }
    }

    /** Goes the way of the real sink, but for the sending. */
    private class Rehearsing implements Sink {
        private final Sink real;

        Rehearsing(Sink real) {
            this.real = real;
        }

        @Override
        public MessageWriter begin(int payloadLength) {
            return real.begin(payloadLength);
        }

        @Override
        public long commit() {
            real.rehearse();
            return ++messages;
        }
    }

    /** The same in another class. */
    private final class AlsoRehearsing extends Rehearsing {
        AlsoRehearsing(Sink real) {
            super(real);
        }
    }
}
