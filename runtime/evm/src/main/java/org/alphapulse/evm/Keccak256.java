package org.alphapulse.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Keccak-256 with the original padding, as Ethereum uses it; the permutation is that of FIPS 202, section 3, unrolled into
 * local variables. Does not allocate after construction. Not thread-safe.
 */
public final class Keccak256 {
    /** Size of a hash in bytes. */
    public static final int LENGTH = 32;

    private static final int RATE = 136;
    private static final VarHandle LANE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] ROUND = roundConstants();

    private final long[] state = new long[25];
    private final byte[] last = new byte[RATE];

    /** Makes a hash function. */
    public Keccak256() {}

    /**
     * Hashes bytes.
     *
     * @param message holds them
     * @param offset index of the first
     * @param length how many, 0 or more
     * @param hash gets {@link #LENGTH} bytes; may be the array of the message
     * @param hashOffset index of the first byte written
     */
    public void hash(
            final byte[] message, final int offset, final int length, final byte[] hash, final int hashOffset) {
        final long[] s = state;
        Arrays.fill(s, 0);
        int at = offset;
        final int end = offset + length;
        for (; end - at >= RATE; at += RATE) {
            absorb(s, message, at);
            permute(s);
        }
        final byte[] tail = last;
        Arrays.fill(tail, (byte) 0);
        System.arraycopy(message, at, tail, 0, end - at);
        tail[end - at] = 0x01;
        tail[RATE - 1] |= (byte) 0x80;
        absorb(s, tail, 0);
        permute(s);
        for (int i = 0; i < LENGTH / Long.BYTES; i++) {
            LANE.set(hash, hashOffset + i * Long.BYTES, s[i]);
        }
    }

    private static void absorb(final long[] s, final byte[] bytes, final int at) {
        for (int i = 0; i < RATE / Long.BYTES; i++) {
            s[i] ^= (long) LANE.get(bytes, at + i * Long.BYTES);
        }
    }

    private static void permute(final long[] s) {
        long a0 = s[0];
        long a1 = s[1];
        long a2 = s[2];
        long a3 = s[3];
        long a4 = s[4];
        long a5 = s[5];
        long a6 = s[6];
        long a7 = s[7];
        long a8 = s[8];
        long a9 = s[9];
        long a10 = s[10];
        long a11 = s[11];
        long a12 = s[12];
        long a13 = s[13];
        long a14 = s[14];
        long a15 = s[15];
        long a16 = s[16];
        long a17 = s[17];
        long a18 = s[18];
        long a19 = s[19];
        long a20 = s[20];
        long a21 = s[21];
        long a22 = s[22];
        long a23 = s[23];
        long a24 = s[24];
        for (int round = 0; round < 24; round++) {
            final long c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20;
            final long c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21;
            final long c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
            final long c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23;
            final long c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
            final long d0 = c4 ^ Long.rotateLeft(c1, 1);
            final long d1 = c0 ^ Long.rotateLeft(c2, 1);
            final long d2 = c1 ^ Long.rotateLeft(c3, 1);
            final long d3 = c2 ^ Long.rotateLeft(c4, 1);
            final long d4 = c3 ^ Long.rotateLeft(c0, 1);
            final long b0 = a0 ^ d0;
            final long b16 = Long.rotateLeft(a5 ^ d0, 36);
            final long b7 = Long.rotateLeft(a10 ^ d0, 3);
            final long b23 = Long.rotateLeft(a15 ^ d0, 41);
            final long b14 = Long.rotateLeft(a20 ^ d0, 18);
            final long b10 = Long.rotateLeft(a1 ^ d1, 1);
            final long b1 = Long.rotateLeft(a6 ^ d1, 44);
            final long b17 = Long.rotateLeft(a11 ^ d1, 10);
            final long b8 = Long.rotateLeft(a16 ^ d1, 45);
            final long b24 = Long.rotateLeft(a21 ^ d1, 2);
            final long b20 = Long.rotateLeft(a2 ^ d2, 62);
            final long b11 = Long.rotateLeft(a7 ^ d2, 6);
            final long b2 = Long.rotateLeft(a12 ^ d2, 43);
            final long b18 = Long.rotateLeft(a17 ^ d2, 15);
            final long b9 = Long.rotateLeft(a22 ^ d2, 61);
            final long b5 = Long.rotateLeft(a3 ^ d3, 28);
            final long b21 = Long.rotateLeft(a8 ^ d3, 55);
            final long b12 = Long.rotateLeft(a13 ^ d3, 25);
            final long b3 = Long.rotateLeft(a18 ^ d3, 21);
            final long b19 = Long.rotateLeft(a23 ^ d3, 56);
            final long b15 = Long.rotateLeft(a4 ^ d4, 27);
            final long b6 = Long.rotateLeft(a9 ^ d4, 20);
            final long b22 = Long.rotateLeft(a14 ^ d4, 39);
            final long b13 = Long.rotateLeft(a19 ^ d4, 8);
            final long b4 = Long.rotateLeft(a24 ^ d4, 14);
            a0 = b0 ^ (~b1 & b2) ^ ROUND[round];
            a1 = b1 ^ (~b2 & b3);
            a2 = b2 ^ (~b3 & b4);
            a3 = b3 ^ (~b4 & b0);
            a4 = b4 ^ (~b0 & b1);
            a5 = b5 ^ (~b6 & b7);
            a6 = b6 ^ (~b7 & b8);
            a7 = b7 ^ (~b8 & b9);
            a8 = b8 ^ (~b9 & b5);
            a9 = b9 ^ (~b5 & b6);
            a10 = b10 ^ (~b11 & b12);
            a11 = b11 ^ (~b12 & b13);
            a12 = b12 ^ (~b13 & b14);
            a13 = b13 ^ (~b14 & b10);
            a14 = b14 ^ (~b10 & b11);
            a15 = b15 ^ (~b16 & b17);
            a16 = b16 ^ (~b17 & b18);
            a17 = b17 ^ (~b18 & b19);
            a18 = b18 ^ (~b19 & b15);
            a19 = b19 ^ (~b15 & b16);
            a20 = b20 ^ (~b21 & b22);
            a21 = b21 ^ (~b22 & b23);
            a22 = b22 ^ (~b23 & b24);
            a23 = b23 ^ (~b24 & b20);
            a24 = b24 ^ (~b20 & b21);
        }
        s[0] = a0;
        s[1] = a1;
        s[2] = a2;
        s[3] = a3;
        s[4] = a4;
        s[5] = a5;
        s[6] = a6;
        s[7] = a7;
        s[8] = a8;
        s[9] = a9;
        s[10] = a10;
        s[11] = a11;
        s[12] = a12;
        s[13] = a13;
        s[14] = a14;
        s[15] = a15;
        s[16] = a16;
        s[17] = a17;
        s[18] = a18;
        s[19] = a19;
        s[20] = a20;
        s[21] = a21;
        s[22] = a22;
        s[23] = a23;
        s[24] = a24;
    }

    /** The output of the linear feedback shift register of FIPS 202, section 3.2.5. */
    private static long[] roundConstants() {
        final long[] constants = new long[24];
        int register = 1;
        for (int round = 0; round < 24; round++) {
            for (int bit = 0; bit < 7; bit++) {
                if ((register & 1) != 0) {
                    constants[round] |= 1L << ((1 << bit) - 1);
                }
                register <<= 1;
                if ((register & 0x100) != 0) {
                    register ^= 0x171;
                }
            }
        }
        return constants;
    }
}
