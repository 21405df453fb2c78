package org.alphapulse.executor.flashloan;

import java.util.HexFormat;

/**
 * The signing account and its nonces. The agent alone leases them for good; the engine's thread signs with the one it expects, and the
 * agent signs again in the rare case that another plan was dropped in between.
 */
final class Account {
    private final byte[] bytes;
    private final String address;
    private volatile long nextNonce;
    private volatile long baseFeeWei;
    private volatile boolean ready;

    Account(byte[] bytes) {
        this.bytes = bytes;
        this.address = "0x" + HexFormat.of().formatHex(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    String address() {
        return address;
    }

    long nextNonce() {
        return nextNonce;
    }

    void nextNonce(long value) {
        nextNonce = value;
    }

    long baseFeeWei() {
        return baseFeeWei;
    }

    void baseFeeWei(long value) {
        baseFeeWei = value;
    }

    /** Whether the ledger was reconciled with the chain and the chain answers. */
    boolean ready() {
        return ready;
    }

    void ready(boolean value) {
        ready = value;
    }
}
