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
        return new TellingSession(signer.newSession());
    }

    private final class TellingSession implements Session {
        private final Session session;

        TellingSession(Session session) {
            this.session = session;
        }

        @Override
        public int sign(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return tell(session.sign(hash, hashOffset, signature, signatureOffset));
        }

        @Override
        public int signPrepared(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return tell(session.signPrepared(hash, hashOffset, signature, signatureOffset));
        }

        @Override
        public boolean prepare() {
            return session.prepare();
        }

        @Override
        public int rehearse(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return tell(session.rehearse(hash, hashOffset, signature, signatureOffset));
        }

        private int tell(int result) {
            taker.accept(System.nanoTime());
            return result;
        }
    }

    @Override
    public String implementation() {
        return signer.implementation();
    }
}
