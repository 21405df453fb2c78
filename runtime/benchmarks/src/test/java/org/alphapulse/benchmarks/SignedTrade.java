package org.alphapulse.benchmarks;

import java.math.BigInteger;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;

/** A transaction as it left the executor, read by web3j and, for the packed call, as the reference page lays it out. */
record SignedTrade(
        String from, String to, BigInteger nonce, String startToken, BigInteger in, BigInteger least, List<Hop> hops) {
    private static final int HEADER = 88;

    /** One hop; the output is null where the call does not carry it. */
    record Hop(String pool, boolean zeroForOne, BigInteger out) {}

    static SignedTrade read(byte[] transaction) throws SignatureException {
        final SignedRawTransaction signed = (SignedRawTransaction)
                TransactionDecoder.decode("0x" + HexFormat.of().formatHex(transaction));
        final byte[] call = HexFormat.of().parseHex(signed.getData().replaceFirst("^0x", ""));
        final List<Hop> hops = new ArrayList<>();
        int at = HEADER;
        for (int left = call[5]; left > 0; left--) {
            final int kind = call[at];
            final String pool = hex(call, at + 1, 20);
            final boolean concentrated = kind >= 4;
            hops.add(new Hop(pool, (kind & 1) == 1, concentrated ? null : number(call, at + 21, 14)));
            at += concentrated ? 41 : 35;
        }
        if (at != call.length) {
            throw new IllegalArgumentException("a call of " + call.length + " bytes has hops up to " + at);
        }
        return new SignedTrade(
                signed.getFrom(),
                signed.getTo(),
                signed.getNonce(),
                hex(call, 36, 20),
                number(call, 56, 16),
                number(call, 72, 16),
                hops);
    }

    boolean passes(String pool) {
        return hops.stream().anyMatch(hop -> hop.pool.equals(pool));
    }

    private static String hex(byte[] bytes, int from, int length) {
        return "0x" + HexFormat.of().formatHex(bytes, from, from + length);
    }

    private static BigInteger number(byte[] bytes, int from, int length) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, from, from + length));
    }
}
