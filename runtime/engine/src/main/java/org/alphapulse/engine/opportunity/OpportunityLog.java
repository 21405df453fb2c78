package org.alphapulse.engine.opportunity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.api.opportunity.OpportunityService;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.RelayService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps the last explanations that strategies published on the signal relay, as the bytes they are, and reads them when somebody
 * asks. An observer like any other, so it costs the engine nothing; it does not allocate while it keeps.
 */
@Component(name = "org.alphapulse.engine.opportunities", immediate = true, service = OpportunityService.class)
public final class OpportunityLog implements OpportunityService, ObserverHandler, AutoCloseable {
    private static final int KEPT = 1024;
    private static final int LENGTH = 4096;
    private static final String SENT = "SENT";

    private final UnsafeBuffer[] messages = new UnsafeBuffer[KEPT];
    private final int[] lengths = new int[KEPT];
    private final SignalReader reader = new SignalReader();
    private final Observer observer;
    private long count;

    /** Observes the signal relay from now on. */
    @Activate
    public OpportunityLog(@Reference RelayService relays) {
        for (int i = 0; i < KEPT; i++) {
            messages[i] = new UnsafeBuffer(new byte[LENGTH]);
        }
        observer = relays.observe(ObserverSpec.lossy("opportunities", "signal"), this);
    }

    @Deactivate
    @Override
    public void close() {
        observer.close();
    }

    @Override
    public synchronized void onMessage(MutableDirectBuffer buffer, int offset, int length) {
        if (length <= LENGTH) {
            final int slot = (int) (count++ % KEPT);
            messages[slot].putBytes(0, buffer, offset, length);
            lengths[slot] = length;
        }
    }

    @Override
    public synchronized List<ExplainedOpportunity> recent(int limit) {
        final List<ExplainedOpportunity> rows = new ArrayList<>();
        for (long i = count - 1; i >= Math.max(0, count - KEPT) && rows.size() < limit; i--) {
            read(i).ifPresent(rows::add);
        }
        return rows;
    }

    @Override
    public Optional<ExplainedOpportunity> explain(String id) {
        final List<ExplainedOpportunity> all = recent(KEPT);
        if (!"last".equals(id)) {
            return all.stream()
                    .filter(row -> Long.toUnsignedString(row.id()).equals(id))
                    .findFirst();
        }
        return all.stream()
                .filter(row -> row.outcome().equals(SENT))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private Optional<ExplainedOpportunity> read(long index) {
        final int slot = (int) (index % KEPT);
        return reader.read(messages[slot], lengths[slot]);
    }
}
