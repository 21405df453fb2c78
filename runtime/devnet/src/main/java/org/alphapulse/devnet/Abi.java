package org.alphapulse.devnet;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Encodes and decodes Solidity's ABI from type names.
 *
 * <p>Java shapes: integers are {@link Number} in and {@link BigInteger} out; {@code address}, {@code bytesN} and {@code bytes}
 * are hexadecimal strings with {@code 0x}; {@code bool} is {@link Boolean}; arrays and tuples are {@link List}. Arrays of fixed
 * length are not supported. Stateless and thread-safe.
 */
public final class Abi {
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);

    private Abi() {}

    /**
     * The calldata of a function call.
     *
     * @param signature name and argument types, such as {@code transfer(address,uint256)}
     * @param arguments one value per type
     * @return selector and arguments
     */
    public static String call(String signature, Object... arguments) {
        return selector(signature) + encode(signature.substring(signature.indexOf('(')), arguments);
    }

    /**
     * The encoded arguments without a selector.
     *
     * @param types a tuple of types, such as {@code (address,uint256)}
     * @param arguments one value per type
     * @return hexadecimal digits without {@code 0x}, to append to bytecode or a selector
     */
    public static String encode(String types, Object... arguments) {
        return tuple(AbiType.members(types), List.of(arguments));
    }

    /**
     * The function selector of a signature.
     *
     * @param signature name and argument types
     * @return four bytes
     */
    public static String selector(String signature) {
        return keccak(signature).substring(0, 10);
    }

    /**
     * The Keccak-256 hash of a text, which for an event signature is its first topic.
     *
     * @param text hashed as UTF-8
     * @return 32 bytes
     */
    public static String keccak(String text) {
        return "0x" + HEX.formatHex(Keccak.hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The Keccak-256 hash of bytes.
     *
     * @param hex the bytes, with {@code 0x}
     * @return 32 bytes
     */
    public static String keccakHex(String hex) {
        return "0x" + HEX.formatHex(Keccak.hash(HEX.parseHex(digits(hex))));
    }

    /**
     * Decodes return values or log data.
     *
     * @param types a tuple of types
     * @param data the encoded values, with {@code 0x}
     * @return one value per type
     * @throws IllegalArgumentException if the data is shorter than the types need
     */
    public static List<Object> decode(String types, String data) {
        try {
            return decodeTuple(AbiType.members(types), digits(data), 0);
        } catch (IndexOutOfBoundsException tooShort) {
            throw new IllegalArgumentException("data is not a " + types + ": " + data, tooShort);
        }
    }

    /** The address that a plain creation by this sender and nonce gets: the end of keccak(rlp(sender, nonce)). */
    static String createdAddress(String sender, long nonce) {
        String rlpNonce = nonce == 0 ? "80" : even(Long.toHexString(nonce));
        if (nonce > 0x7f) {
            rlpNonce = HEX.toHexDigits((byte) (0x80 + rlpNonce.length() / 2)) + rlpNonce;
        }
        String payload = "94" + digits(sender) + rlpNonce;
        String rlp = HEX.toHexDigits((byte) (0xc0 + payload.length() / 2)) + payload;
        return "0x" + keccakHex("0x" + rlp).substring(26);
    }

    private static String tuple(List<String> types, List<?> values) {
        if (types.size() != values.size()) {
            throw new IllegalArgumentException("expected " + types + " but got " + values.size() + " values");
        }
        int offset = types.stream().mapToInt(AbiType::headSize).sum();
        StringBuilder head = new StringBuilder();
        StringBuilder tail = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            String encoded = value(types.get(i), values.get(i));
            if (AbiType.isDynamic(types.get(i))) {
                head.append(word(BigInteger.valueOf(offset + tail.length() / 2)));
                tail.append(encoded);
            } else {
                head.append(encoded);
            }
        }
        return head.append(tail).toString();
    }

    private static String value(String type, Object value) {
        if (AbiType.isArray(type)) {
            List<?> list = (List<?>) value;
            return word(BigInteger.valueOf(list.size()))
                    + tuple(Collections.nCopies(list.size(), AbiType.element(type)), list);
        }
        if (AbiType.isTuple(type)) {
            return tuple(AbiType.members(type), (List<?>) value);
        }
        return switch (type) {
            case "string" -> sized(HEX.formatHex(((String) value).getBytes(StandardCharsets.UTF_8)));
            case "bytes" -> sized(digits((String) value));
            case "address" -> "0".repeat(24) + digits((String) value).toLowerCase(Locale.ROOT);
            case "bool" -> word((Boolean) value ? BigInteger.ONE : BigInteger.ZERO);
            default -> type.startsWith("bytes") ? padded(digits((String) value)) : word(integer((Number) value));
        };
    }

    private static List<Object> decodeTuple(List<String> types, String data, int base) {
        List<Object> values = new ArrayList<>();
        int head = base;
        for (String type : types) {
            boolean dynamic = AbiType.isDynamic(type);
            int at = dynamic ? base + unsigned(data, head).intValueExact() * 2 : head;
            values.add(decodeValue(type, data, at));
            head += AbiType.headSize(type) * 2;
        }
        return values;
    }

    private static Object decodeValue(String type, String data, int at) {
        if (AbiType.isArray(type)) {
            int length = unsigned(data, at).intValueExact();
            return decodeTuple(Collections.nCopies(length, AbiType.element(type)), data, at + 64);
        }
        if (AbiType.isTuple(type)) {
            return decodeTuple(AbiType.members(type), data, at);
        }
        if (type.equals("bytes") || type.equals("string")) {
            int length = unsigned(data, at).intValueExact();
            String content = data.substring(at + 64, at + 64 + length * 2);
            return type.equals("bytes") ? "0x" + content : new String(HEX.parseHex(content), StandardCharsets.UTF_8);
        }
        String word = data.substring(at, at + 64);
        if (type.equals("address")) {
            return "0x" + word.substring(24);
        }
        if (type.startsWith("bytes")) {
            return "0x" + word.substring(0, Integer.parseInt(type.substring(5)) * 2);
        }
        BigInteger number = new BigInteger(word, 16);
        if (type.equals("bool")) {
            return number.signum() != 0;
        }
        return type.startsWith("int") && number.testBit(255) ? number.subtract(TWO_256) : number;
    }

    private static BigInteger unsigned(String data, int at) {
        return new BigInteger(data.substring(at, at + 64), 16);
    }

    private static BigInteger integer(Number number) {
        return number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
    }

    private static String word(BigInteger number) {
        String hex = (number.signum() < 0 ? number.add(TWO_256) : number).toString(16);
        return "0".repeat(64 - hex.length()) + hex;
    }

    private static String sized(String content) {
        return word(BigInteger.valueOf(content.length() / 2)) + padded(content);
    }

    private static String padded(String content) {
        return content + "0".repeat((64 - content.length() % 64) % 64);
    }

    private static String even(String hex) {
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }

    private static String digits(String hex) {
        return hex.startsWith("0x") ? hex.substring(2) : hex;
    }
}
