package org.alphapulse.collector.evm;

import java.util.function.LongSupplier;
import org.alphapulse.chain.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs discovery as a duty cycle: what is known, then look-ups and scans again and again. Blocks; own thread. */
final class DiscoveryTask {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.collector.evm");

    private final String chain;
    private final Discovery discovery;
    private final boolean lookUp;
    private final boolean scan;
    private final long periodNs;
    private final LongSupplier clock;
    private final Runnable onListed;
    private final Backoff backoff = new Backoff();
    private boolean resumed;
    private boolean scanning;
    private long nextNs;

    /** {@code onListed} is run whenever it is known which pools there are: from earlier runs, or else after the first look. */
    DiscoveryTask(
            String chain, Discovery discovery, String mode, long periodNs, LongSupplier clock, Runnable onListed) {
        this.chain = chain;
        this.discovery = discovery;
        this.lookUp = "tokens".equals(mode) || "both".equals(mode);
        this.scan = "scan".equals(mode) || "both".equals(mode);
        this.periodNs = periodNs;
        this.clock = clock;
        this.onListed = onListed;
        this.nextNs = clock.getAsLong();
    }

    int doWork() {
        final long now = clock.getAsLong();
        if (!scanning && now - nextNs < 0) {
            return 0;
        }
        try {
            if (!resumed) {
                final boolean any = discovery.resume();
                resumed = true;
                if (any) {
                    onListed.run();
                }
            }
            if (lookUp && !scanning) {
                discovery.lookUp();
            }
            onListed.run();
            scanning = scan && discovery.scanStep();
            backoff.succeeded();
            nextNs = now + periodNs;
        } catch (RuntimeException e) {
            LOG.warn("{}: discovery waits: {}", chain, e.getMessage());
            scanning = false;
            nextNs = now + backoff.failed();
        }
        return 1;
    }
}
