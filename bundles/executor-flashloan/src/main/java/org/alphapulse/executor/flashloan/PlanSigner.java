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
    private final long chainId;
    private final byte[] contract;

    PlanSigner(Signer signer, long chainId, byte[] contract) {
        this.session = signer.newSession();
        this.chainId = chainId;
        this.contract = contract;
    }

    /** Has a part of a signature made that will be needed, on another thread than that which signs; false if there is nothing to do. */
    boolean prepare() {
        return session.prepare();
    }

    /** Signs the slot's call with its nonce and fees; false if the signer could not. */
    boolean sign(PlanSlot slot) {
        return sign(slot, chainId);
    }

    /** The same for a chain that does not exist; nobody can use what is signed. */
    boolean rehearse(PlanSlot slot) {
        return sign(slot, NO_CHAIN);
    }

    private boolean sign(PlanSlot slot, long chain) {
        encoder.begin(chain, slot.nonce, slot.priorityFeeWei, slot.maxFeeWei, slot.gasLimit, contract, 0);
        if (!complete(slot.calldata, slot.calldataLength, chain == NO_CHAIN)) {
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
        return data == null ? complete(NOTHING, 0, false) : complete(data, data.length, false);
    }

    private boolean complete(byte[] data, int length, boolean rehearsed) {
        if (encoder.end(0, data, 0, length) != TransactionEncoder.READY) {
            return false;
        }
        final int result = rehearsed
                ? session.rehearse(encoder.hash(), 0, signature, 0)
                : session.signPrepared(encoder.hash(), 0, signature, 0);
        if (result == Signer.SIGNED) {
            encoder.sign(signature, 0);
        }
        return result == Signer.SIGNED;
    }

    TransactionEncoder encoder() {
        return encoder;
    }
}
