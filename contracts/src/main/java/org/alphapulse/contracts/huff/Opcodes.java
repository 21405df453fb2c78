package org.alphapulse.contracts.huff;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The instructions of the EVM as of the Cancun fork, by mnemonic. */
final class Opcodes {
    static final int JUMPDEST = 0x5b;
    static final int PUSH0 = 0x5f;

    private static final Map<String, Integer> CODES = table();

    private Opcodes() {}

    /** Returns the byte of {@code mnemonic}, or -1 when it is none. */
    static int code(String mnemonic) {
        return CODES.getOrDefault(mnemonic, -1);
    }

    private static Map<String, Integer> table() {
        Map<String, Integer> codes = new HashMap<>();
        run(codes, 0x00, "stop add mul sub div sdiv mod smod addmod mulmod exp signextend");
        run(codes, 0x10, "lt gt slt sgt eq iszero and or xor not byte shl shr sar");
        run(codes, 0x20, "sha3");
        run(codes, 0x30, "address balance origin caller callvalue calldataload calldatasize calldatacopy");
        run(
                codes,
                0x38,
                "codesize codecopy gasprice extcodesize extcodecopy returndatasize returndatacopy extcodehash");
        run(codes, 0x40, "blockhash coinbase timestamp number prevrandao gaslimit chainid selfbalance basefee");
        run(codes, 0x49, "blobhash blobbasefee");
        run(codes, 0x50, "pop mload mstore mstore8 sload sstore jump jumpi pc msize gas jumpdest tload tstore mcopy");
        for (int i = 0; i < 16; i++) {
            codes.put(String.format(Locale.ROOT, "dup%d", i + 1), 0x80 + i);
            codes.put(String.format(Locale.ROOT, "swap%d", i + 1), 0x90 + i);
        }
        run(codes, 0xa0, "log0 log1 log2 log3 log4");
        run(codes, 0xf0, "create call callcode return delegatecall create2");
        codes.put("staticcall", 0xfa);
        codes.put("revert", 0xfd);
        codes.put("invalid", 0xfe);
        return Map.copyOf(codes);
    }

    private static void run(Map<String, Integer> codes, int first, String mnemonics) {
        int code = first;
        for (String mnemonic : mnemonics.split(" ")) {
            codes.put(mnemonic, code++);
        }
    }
}
