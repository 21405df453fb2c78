package org.alphapulse.devnet;

import java.util.ArrayList;
import java.util.List;

/** Questions about Solidity type names, such as {@code uint256}, {@code bytes32[]} or {@code (address,uint24)}. */
final class AbiType {
    private AbiType() {}

    /** The members of {@code (a,b,(c,d)[])}: {@code a}, {@code b} and {@code (c,d)[]}. */
    static List<String> members(String tuple) {
        List<String> members = new ArrayList<>();
        int depth = 0;
        int start = 1;
        for (int i = 0; i < tuple.length(); i++) {
            char c = tuple.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if ((c == ',' && depth == 1) || (c == ')' && depth == 0)) {
                if (i > start) {
                    members.add(tuple.substring(start, i));
                }
                start = i + 1;
            }
        }
        return members;
    }

    static boolean isArray(String type) {
        return type.endsWith("[]");
    }

    static String element(String array) {
        return array.substring(0, array.length() - 2);
    }

    static boolean isTuple(String type) {
        return type.startsWith("(") && type.endsWith(")");
    }

    static boolean isDynamic(String type) {
        return isArray(type)
                || type.equals("bytes")
                || type.equals("string")
                || (isTuple(type) && members(type).stream().anyMatch(AbiType::isDynamic));
    }

    /** Bytes that a value takes in the head of its tuple. */
    static int headSize(String type) {
        if (isTuple(type) && !isDynamic(type)) {
            return members(type).stream().mapToInt(AbiType::headSize).sum();
        }
        return 32;
    }
}
