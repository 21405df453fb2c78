package org.alphapulse.evm;

/**
 * Encodes EIP-1559 transactions (type 2, empty access list) by RLP into a buffer that is used again and again.
 *
 * <p>Way of use: {@link #begin} for the fields before the calldata, {@link #end} with the calldata, which gives the hash to be
 * signed, {@link #sign} with the signature, after which {@link #bytes} from 0 to {@link #length} is what goes to the chain. Does not
 * allocate after construction. Not thread-safe.
 *
 * <p>Layout of the unsigned form: {@code 02 || rlp([chainId, nonce, maxPriorityFee, maxFee, gasLimit, to, value, data, []])}; the
 * signed form has parity, r and s behind the access list (EIP-1559, "Specification").
 */
public final class TransactionEncoder {
    /** Bytes that the fields other than the calldata take at most, the signature included. */
    public static final int OVERHEAD = 240;

    /** Result of {@link #end}: the calldata is longer than the encoder was made for. */
    public static final int TOO_LONG = -1;

    /** Result of {@link #end}: the hash is ready. */
    public static final int READY = 0;

    /** Room for the type and the head of the list, which is written last. */
    private static final int HEAD = 6;

    private static final int TYPE = 2;
    private static final int SHORT_STRING = 0x80;
    private static final int SHORT_LIST = 0xc0;
    private static final int LONG_STRING = 0xb7;
    private static final int LONG_LIST = 0xf7;
    private static final int MAX_SHORT = 55;
    private static final int ADDRESS = 20;
    private static final int WORD = 32;

    private final byte[] work;
    private final byte[] encoded;
    private final byte[] hash = new byte[Keccak256.LENGTH];
    private final Keccak256 keccak = new Keccak256();
    private final int maxData;
    private int position;
    private int length;

    /**
     * Makes an encoder.
     *
     * @param maxDataLength longest calldata in bytes, at least 0
     */
    public TransactionEncoder(final int maxDataLength) {
        maxData = maxDataLength;
        work = new byte[OVERHEAD + maxDataLength];
        encoded = new byte[OVERHEAD + maxDataLength];
    }

    /**
     * Writes the fields before the value.
     *
     * @param chainId above 0
     * @param nonce of the account
     * @param maxPriorityFeeWei per gas, unsigned
     * @param maxFeeWei per gas, unsigned
     * @param gasLimit of the transaction
     * @param to holds the 20-byte address of the contract
     * @param toOffset index of its first byte
     */
    public void begin(
            final long chainId,
            final long nonce,
            final long maxPriorityFeeWei,
            final long maxFeeWei,
            final long gasLimit,
            final byte[] to,
            final int toOffset) {
        position = HEAD;
        integer(chainId);
        integer(nonce);
        integer(maxPriorityFeeWei);
        integer(maxFeeWei);
        integer(gasLimit);
        work[position++] = (byte) (SHORT_STRING + ADDRESS);
        System.arraycopy(to, toOffset, work, position, ADDRESS);
        position += ADDRESS;
    }

    /**
     * Writes value and calldata and computes the hash that has to be signed.
     *
     * @param valueWei sent along, unsigned
     * @param data holds the calldata
     * @param dataOffset index of its first byte
     * @param dataLength in bytes
     * @return {@link #READY} or {@link #TOO_LONG}
     */
    public int end(final long valueWei, final byte[] data, final int dataOffset, final int dataLength) {
        if (dataLength > maxData) {
            return TOO_LONG;
        }
        integer(valueWei);
        string(data, dataOffset, dataLength);
        work[position++] = (byte) SHORT_LIST;
        final int from = head();
        keccak.hash(work, from, position - from, hash, 0);
        return READY;
    }

    /**
     * Adds the signature and computes the transaction's hash.
     *
     * @param signature holds r, s and parity
     * @param offset index of the first byte of r
     */
    public void sign(final byte[] signature, final int offset) {
        integer(signature[offset + 2 * WORD]);
        word(signature, offset);
        word(signature, offset + WORD);
        final int from = head();
        length = position - from;
        System.arraycopy(work, from, encoded, 0, length);
        keccak.hash(encoded, 0, length, hash, 0);
    }

    /**
     * The hash: to be signed after {@link #end}, of the whole transaction after {@link #sign}.
     *
     * @return 32 bytes, overwritten by the next call
     */
    public byte[] hash() {
        return hash;
    }

    /**
     * The signed transaction.
     *
     * @return its bytes from index 0, {@link #length} of them; overwritten by the next {@link #sign}
     */
    public byte[] bytes() {
        return encoded;
    }

    /**
     * Size of the signed transaction.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    private void integer(final long value) {
        if (value >= 0 && value < SHORT_STRING) {
            work[position++] = (byte) (value == 0 ? SHORT_STRING : value);
            return;
        }
        final int size = Long.BYTES - Long.numberOfLeadingZeros(value) / Byte.SIZE;
        work[position++] = (byte) (SHORT_STRING + size);
        bigEndian(value, size);
    }

    private void bigEndian(final long value, final int size) {
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            work[position++] = (byte) (value >>> shift);
        }
    }

    /** A 32-byte number: RLP wants it without leading zeros. */
    private void word(final byte[] bytes, final int offset) {
        int zeros = 0;
        while (zeros < WORD && bytes[offset + zeros] == 0) {
            zeros++;
        }
        string(bytes, offset + zeros, WORD - zeros);
    }

    private void string(final byte[] bytes, final int offset, final int size) {
        if (size == 1 && bytes[offset] >= 0) {
            work[position++] = bytes[offset];
            return;
        }
        if (size <= MAX_SHORT) {
            work[position++] = (byte) (SHORT_STRING + size);
        } else {
            final int sizeBytes = sizeBytes(size);
            work[position++] = (byte) (LONG_STRING + sizeBytes);
            bigEndian(size, sizeBytes);
        }
        System.arraycopy(bytes, offset, work, position, size);
        position += size;
    }

    /** Writes type and list head right before the fields; gives the index of the first byte. */
    private int head() {
        final int size = position - HEAD;
        int at = HEAD;
        if (size <= MAX_SHORT) {
            work[--at] = (byte) (SHORT_LIST + size);
        } else {
            final int sizeBytes = sizeBytes(size);
            for (int i = 0; i < sizeBytes; i++) {
                work[--at] = (byte) (size >>> (i * Byte.SIZE));
            }
            work[--at] = (byte) (LONG_LIST + sizeBytes);
        }
        work[--at] = TYPE;
        return at;
    }

    private static int sizeBytes(final int size) {
        return Integer.BYTES - Integer.numberOfLeadingZeros(size) / Byte.SIZE;
    }
}
