package org.alphapulse.collector.evm;

import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.HeadCheck;
import org.alphapulse.chain.HeadCheck.Verdict;

/** Compares each new head with what the other nodes say of it, and condemns the node that is alone with it. Blocks; own thread. */
final class HeadWatch {
    private static final long PAUSE_MS = 300;

    private final ChainStream stream;
    private final HeadCheck check;
    private ChainStream.Witness last;

    HeadWatch(ChainStream stream, ChainClient client) {
        this.stream = stream;
        this.check = new HeadCheck(client, PAUSE_MS);
    }

    int doWork() {
        final ChainStream.Witness now = stream.witness();
        if (now == null || now.equals(last)) {
            return 0;
        }
        last = now;
        try {
            final Verdict verdict = check.check(now.node(), now.number(), now.hash());
            if (verdict != Verdict.AGREED) {
                stream.condemn(now, verdict);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }
}
