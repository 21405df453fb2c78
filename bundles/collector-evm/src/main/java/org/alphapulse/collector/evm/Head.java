package org.alphapulse.collector.evm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.alphapulse.chain.BlockHeader;

/** A block that was announced and waits for its turn. */
final class Head {
    /** Length of a hash in hexadecimal with its {@code 0x}. */
    private static final int TEXT = 66;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    final long[] hash = new long[4];
    final long[] parent = new long[4];
    long number;
    long timestamp;
    long gasUsed;
    long gasLimit;
    long baseFee;

    static Head of(MessageParser found) {
        final Head head = new Head();
        head.set(found);
        return head;
    }

    void set(MessageParser found) {
        System.arraycopy(found.hash, 0, hash, 0, 4);
        System.arraycopy(found.parent, 0, parent, 0, 4);
        number = found.number;
        timestamp = found.timestamp;
        gasUsed = found.gasUsed;
        gasLimit = found.gasLimit;
        baseFee = found.baseFee;
    }

    static Head of(BlockHeader header) {
        final Head head = new Head();
        words(header.hash(), head.hash);
        words(header.parentHash(), head.parent);
        head.number = header.number();
        head.timestamp = header.timestampSeconds();
        head.gasUsed = header.gasUsed();
        head.gasLimit = header.gasLimit();
        head.baseFee =
                header.baseFeeWei().min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
        return head;
    }

    static void words(String hash, long[] words) {
        for (int i = 0; i < 4; i++) {
            words[i] = Long.parseUnsignedLong(hash, 2 + 16 * i, 18 + 16 * i, 16);
        }
    }

    boolean isSame(long[] other) {
        return java.util.Arrays.equals(hash, other);
    }

    static String text(long[] hash) {
        final byte[] text = new byte[TEXT];
        text[0] = '0';
        text[1] = 'x';
        digits(text, 2, hash);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a hash as 64 hexadecimal digits. */
    static void digits(byte[] text, int at, long[] hash) {
        for (int i = 0; i < TEXT - 2; i++) {
            text[at + i] = DIGITS[(int) (hash[i >>> 4] >>> (60 - 4 * (i & 15))) & 15];
        }
    }
}
