package org.alphapulse.benchmarks.pipeline;

import java.util.function.LongConsumer;
import org.alphapulse.spi.signer.Signer;

/** Lets another signer sign, and tells when it has. */
public final class TellingSigner implements Signer {
    private final Signer signer;
    private volatile LongConsumer taker = nanos -> {};

    /** Tells nobody at first. */
    public TellingSigner(Signer signer) {
        this.signer = signer;
    }

    /** Sets who is told of each signature, by the clock of {@link System#nanoTime} and on the thread that signed. */
    public void tell(LongConsumer newTaker) {
        taker = newTaker;
    }

    @Override
    public void addressTo(byte[] target, int offset) {
        signer.addressTo(target, offset);
    }

    @Override
    public Session newSession() {
        final Session session = signer.newSession();
        return (hash, hashOffset, signature, signatureOffset) -> {
            final int result = session.sign(hash, hashOffset, signature, signatureOffset);
            taker.accept(System.nanoTime());
            return result;
        };
    }

    @Override
    public String implementation() {
        return signer.implementation();
    }
}
