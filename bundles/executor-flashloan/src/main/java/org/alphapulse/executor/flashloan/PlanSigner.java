package org.alphapulse.executor.flashloan;

import org.alphapulse.evm.TransactionEncoder;
import org.alphapulse.spi.signer.Signer;

/** Makes signed transactions, for one thread. Does not allocate, as far as the signer does not. */
final class PlanSigner {
    static final long NO_CHAIN = 0xFFFF_FFFEL;

    private static final byte[] NOTHING = {};

    private final TransactionEncoder encoder = new TransactionEncoder(RouteCalldata.MAX_LENGTH);
    private final byte[] signature = new byte[Signer.SIGNATURE_LENGTH];
    private final Signer.Session session;
    private final SignedAhead ahead = new SignedAhead();
    private final long chainId;
    private final byte[] contract;

    PlanSigner(Signer signer, long chainId, byte[] contract) {
        this.session = signer.newSession();
        this.chainId = chainId;
        this.contract = contract;
    }

    /** Signs the slot's call with its nonce and fees; false if the signer could not. */
    boolean sign(PlanSlot slot) {
        return sign(slot, chainId);
    }

    /**
     * Makes the signature of the slot's call and keeps it to itself: {@link #sign} uses it if it comes to sign the very same bytes, which are
     * then signed as they would have been, since signatures are deterministic (RFC 6979). No transaction is put together.
     */
    boolean signAhead(PlanSlot slot) {
        encoder.begin(chainId, slot.nonce, slot.priorityFeeWei, slot.maxFeeWei, slot.gasLimit, contract, 0);
        return encoder.end(0, slot.calldata, 0, slot.calldataLength) == TransactionEncoder.READY
                && (ahead.take(encoder.hash(), signature) || ahead.make(session, encoder.hash()));
    }

    /** The same for a chain that does not exist; nobody can use what is signed. */
    boolean rehearse(PlanSlot slot) {
        return sign(slot, NO_CHAIN);
    }

    private boolean sign(PlanSlot slot, long chain) {
        encoder.begin(chain, slot.nonce, slot.priorityFeeWei, slot.maxFeeWei, slot.gasLimit, contract, 0);
        if (!complete(slot.calldata, slot.calldataLength)) {
            return false;
        }
        slot.transactionLength = encoder.length();
        System.arraycopy(encoder.bytes(), 0, slot.transaction, 0, slot.transactionLength);
        System.arraycopy(encoder.hash(), 0, slot.hash, 0, slot.hash.length);
        return true;
    }

    /** Signs a call of the contract with other fees, or when {@code data} is null nothing but a transfer of nothing to {@code to}. */
    boolean sign(long nonce, long priorityFeeWei, long maxFeeWei, long gasLimit, byte[] to, byte[] data) {
        encoder.begin(chainId, nonce, priorityFeeWei, maxFeeWei, gasLimit, to, 0);
        return data == null ? complete(NOTHING, 0) : complete(data, data.length);
    }

    private boolean complete(byte[] data, int length) {
        if (encoder.end(0, data, 0, length) != TransactionEncoder.READY) {
            return false;
        }
        final boolean signed =
                ahead.take(encoder.hash(), signature) || session.sign(encoder.hash(), 0, signature, 0) == Signer.SIGNED;
        if (signed) {
            encoder.sign(signature, 0);
        }
        return signed;
    }

    TransactionEncoder encoder() {
        return encoder;
    }
}
