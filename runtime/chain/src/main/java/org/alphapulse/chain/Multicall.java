package org.alphapulse.chain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Many reads in one {@code eth_call}, through a contract that a chain has for this.
 *
 * <p>Multicall3 has {@code aggregate3((address,bool,bytes)[]) returns ((bool,bytes)[])}, Uniswap's has {@code
 * multicall((address,uint256,bytes)[]) returns (uint256,(bool,uint256,bytes)[])}. The layouts differ in the meaning of one word only.
 */
final class Multicall {
    private static final int WORD = 32;
    private static final long GAS_PER_CALL = 1_000_000;

    private final String address;
    private final boolean uniswap;

    Multicall(String address, boolean uniswap) {
        this.address = address;
        this.uniswap = uniswap;
    }

    EthCall pack(List<EthCall> calls) {
        final ByteArrayOutputStream heads = new ByteArrayOutputStream();
        final ByteArrayOutputStream tails = new ByteArrayOutputStream();
        for (final EthCall call : calls) {
            word(heads, (long) calls.size() * WORD + tails.size());
            final byte[] data = Hex.bytes(call.data());
            tails.writeBytes(new byte[12]);
            tails.writeBytes(Hex.bytes(call.to()));
            word(tails, uniswap ? GAS_PER_CALL : 1);
            word(tails, 3 * WORD);
            word(tails, data.length);
            tails.writeBytes(data);
            tails.writeBytes(new byte[-data.length & 31]);
        }
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Hex.bytes(uniswap ? "0x1749e1e3" : "0x82ad56cb"));
        word(all, WORD);
        word(all, calls.size());
        all.writeBytes(heads.toByteArray());
        all.writeBytes(tails.toByteArray());
        return new EthCall(address, Hex.of(all.toByteArray()));
    }

    /** One result a call; an empty array where it failed. */
    List<byte[]> unpack(byte[] answer, int count) {
        final int array = number(answer, uniswap ? WORD : 0);
        if (number(answer, array) != count) {
            throw new IllegalArgumentException(
                    "the multicall contract " + address + " answered " + number(answer, array) + " of " + count);
        }
        final int heads = array + WORD;
        final List<byte[]> results = new ArrayList<>(count);
        // Of all results together: they could all point at the same bytes, and each is copied.
        long total = 0;
        for (int i = 0; i < count; i++) {
            final int tuple = heads + number(answer, heads + i * WORD);
            final int bytes = tuple + number(answer, tuple + (uniswap ? 2 : 1) * WORD);
            final int length = number(answer, bytes);
            if (length < 0 || length > answer.length - bytes - WORD) {
                throw new IllegalArgumentException(
                        "a result of " + length + " bytes in a multicall's answer of " + answer.length);
            }
            total += length;
            if (total > answer.length) {
                throw new IllegalArgumentException(
                        "results of over " + answer.length + " bytes in a multicall's answer of as many");
            }
            final byte[] result = new byte[number(answer, tuple) == 0 ? 0 : length];
            System.arraycopy(answer, bytes + WORD, result, 0, result.length);
            results.add(result);
        }
        return results;
    }

    private static void word(ByteArrayOutputStream out, long value) {
        out.writeBytes(new byte[24]);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private static int number(byte[] bytes, int at) {
        if (at < 0 || at > bytes.length - WORD) {
            throw new IllegalArgumentException("the answer of a multicall ends at byte " + bytes.length);
        }
        int value = 0;
        for (int i = WORD - 4; i < WORD; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }
}
