package org.alphapulse.engine.relay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.engine.market.Market;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RecoveryRequestFlyweight;
import org.alphapulse.protocol.SourceKinds;

/** A consumer that knows of the engine only the bytes that a line lets through, and asks for the others in bytes too. */
final class RemoteConsumer implements ObserverHandler {
    private final IntPredicate lost;
    private final Market market = new Market();
    private final SequenceGaps gaps = new SequenceGaps(this::onHole);
    private final HeaderFlyweight header = new HeaderFlyweight();
    private final AtomicLong replayed = new AtomicLong();
    private volatile long last;
    private volatile long firstMissing;
    private volatile long missing;
    private int count;

    /** Messages whose number on the line, from 1, matches are lost. */
    RemoteConsumer(IntPredicate lost) {
        this.lost = lost;
    }

    @Override
    public void onMessage(MutableDirectBuffer buffer, int offset, int length) {
        if (lost.test(++count)) {
            return;
        }
        final byte[] wire = new byte[length];
        buffer.getBytes(offset, wire);
        final UnsafeBuffer bytes = new UnsafeBuffer(wire);
        header.wrap(bytes, 0);
        if ((header.flags() & HeaderFlags.REPLAYED) != 0) {
            market.onMessage(bytes, 0, length);
            replayed.incrementAndGet();
            return;
        }
        gaps.onMessage(header.sourceKind(), header.sequence());
        market.onMessage(bytes, 0, length);
        last = header.sequence();
    }

    private void onHole(int sourceKind, long firstSequence, long howMany) {
        firstMissing = firstSequence;
        missing = howMany;
    }

    Market market() {
        return market;
    }

    long lost() {
        return missing;
    }

    long last() {
        return last;
    }

    long replayed() {
        return replayed.get();
    }

    boolean ask(Observer line) {
        return send(line, Domains.MARKET_DATA, false);
    }

    boolean askAbout(Observer line, int domain) {
        return send(line, domain, false);
    }

    boolean askDamaged(Observer line) {
        return send(line, Domains.MARKET_DATA, true);
    }

    private boolean send(Observer line, int domain, boolean damaged) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final MessageWriter writer = new MessageWriter();
        final RecoveryRequestFlyweight request = new RecoveryRequestFlyweight();
        writer.begin(buffer, 0, 256, Domains.SYSTEM, SourceKinds.SYSTEM, 0, HeaderFlyweight.sequence(0, 1), 1);
        request.appendTo(writer);
        request.clear();
        request.requestId(1)
                .firstSequence(firstMissing)
                .lastSequence(firstMissing + missing - 1)
                .consumerId(9)
                .domain(domain)
                .sourceKind(SourceKinds.COLLECTOR)
                .reason(RecoveryRequestFlyweight.REASON_GAP);
        final int length = writer.finishWithChecksum();
        if (damaged) {
            buffer.putByte(length - 1, (byte) 1);
        }
        return line.recover(buffer, 0, length);
    }
}
