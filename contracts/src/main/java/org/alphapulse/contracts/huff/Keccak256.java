package org.alphapulse.contracts.huff;

/** Keccak-256 with the original padding, as the EVM hashes. Stateless. Source: the Keccak reference, version 3.0. */
final class Keccak256 {
    private static final int RATE = 136;
    private static final int[] ROTATIONS = {
        0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14
    };

    private Keccak256() {}

    /** Returns the 32 bytes of the hash of {@code input}. */
    static byte[] hash(byte[] input) {
        long[] state = new long[25];
        byte[] padded = new byte[(input.length / RATE + 1) * RATE];
        System.arraycopy(input, 0, padded, 0, input.length);
        padded[input.length] = 1;
        padded[padded.length - 1] |= (byte) 0x80;
        for (int block = 0; block < padded.length; block += RATE) {
            for (int i = 0; i < RATE; i++) {
                state[i / 8] ^= (padded[block + i] & 0xffL) << (8 * (i % 8));
            }
            permute(state);
        }
        byte[] hash = new byte[32];
        for (int i = 0; i < 32; i++) {
            hash[i] = (byte) (state[i / 8] >>> (8 * (i % 8)));
        }
        return hash;
    }

    private static void permute(long[] a) {
        int lfsr = 1;
        for (int round = 0; round < 24; round++) {
            theta(a);
            chi(a, rhoPi(a));
            for (int j = 0; j < 7; j++) {
                if ((lfsr & 1) != 0) {
                    a[0] ^= 1L << ((1 << j) - 1);
                }
                lfsr = (lfsr << 1) ^ ((lfsr >>> 7) * 0x171);
            }
        }
    }

    private static void theta(long[] a) {
        long[] columns = new long[5];
        for (int i = 0; i < 25; i++) {
            columns[i % 5] ^= a[i];
        }
        for (int i = 0; i < 25; i++) {
            a[i] ^= columns[(i + 4) % 5] ^ Long.rotateLeft(columns[(i + 1) % 5], 1);
        }
    }

    private static long[] rhoPi(long[] a) {
        long[] moved = new long[25];
        for (int x = 0; x < 5; x++) {
            for (int y = 0; y < 5; y++) {
                moved[y + 5 * ((2 * x + 3 * y) % 5)] = Long.rotateLeft(a[x + 5 * y], ROTATIONS[x + 5 * y]);
            }
        }
        return moved;
    }

    private static void chi(long[] a, long[] moved) {
        for (int i = 0; i < 25; i++) {
            int row = i / 5 * 5;
            a[i] = moved[i] ^ (~moved[row + (i + 1) % 5] & moved[row + (i + 2) % 5]);
        }
    }
}
