package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What forge's trace of the gas table says about its transactions. A transaction follows the mark that names it. */
final class GasTrace {
    /** {@code begin(string,string)}. */
    private static final String MARK = "0x29111d01";

    private static final String CHEAT_CODES = "0x7109709ecfa91a80626ff3989d68f67f5b1dd12d";

    /** {@code swap} of the two pool families. */
    private static final List<String> SWAPS = List.of("0x022c0d9f", "0x128acb08");

    private static final int WORD_DIGITS = 64;

    /**
     * One measured transaction.
     *
     * @param row      its route and funding
     * @param column   which contract
     * @param gas      what the whole transaction used, after refunds
     * @param poolsGas what its pools' swap calls used, with the token transfers they make and without the callbacks they make into the
     *                 contract
     */
    record Measure(String row, String column, long gas, long poolsGas) {}

    private final JsonNode arena;

    GasTrace(final JsonNode arena) {
        this.arena = arena;
    }

    List<Measure> measures() {
        final List<Measure> measures = new ArrayList<>();
        String[] mark = null;
        for (final JsonNode child : arena.get(0).get("children")) {
            final JsonNode node = arena.get(child.asInt());
            final JsonNode trace = node.get("trace");
            if (trace.get("data").asText().startsWith(MARK)) {
                mark = strings(trace.get("data").asText().substring(MARK.length()));
            } else if (mark != null && !trace.get("address").asText().equals(CHEAT_CODES)) {
                final String contract = trace.get("address").asText();
                measures.add(
                        new Measure(mark[0], mark[1], trace.get("gas_used").asLong(), pools(node, contract, false)));
                mark = null;
            }
        }
        return measures;
    }

    /** Gas of the swaps below a call; a callback into the contract counts against the swap it is made by. */
    private long pools(final JsonNode node, final String contract, final boolean within) {
        final JsonNode trace = node.get("trace");
        final boolean ours = trace.get("address").asText().equals(contract);
        final boolean swap =
                !ours && !within && SWAPS.contains(trace.get("data").asText().substring(0, 10));
        long gas = swap ? trace.get("gas_used").asLong() : 0;
        gas -= within && ours ? trace.get("gas_used").asLong() : 0;
        final boolean inside = !ours && (within || swap);
        for (final JsonNode child : node.get("children")) {
            gas += pools(arena.get(child.asInt()), contract, inside);
        }
        return gas;
    }

    /** The two strings of a mark. */
    private static String[] strings(final String digits) {
        final String[] strings = new String[2];
        for (int i = 0; i < 2; i++) {
            final int at = 2 * Integer.parseInt(word(digits, i * WORD_DIGITS), 16);
            final int length = Integer.parseInt(word(digits, at), 16);
            final int start = at + WORD_DIGITS;
            strings[i] = new String(
                    HexFormat.of().parseHex(digits.substring(start, start + 2 * length)), StandardCharsets.US_ASCII);
        }
        return strings;
    }

    private static String word(final String digits, final int at) {
        return digits.substring(at + WORD_DIGITS - 8, at + WORD_DIGITS);
    }
}
