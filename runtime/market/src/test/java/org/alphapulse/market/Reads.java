package org.alphapulse.market;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.LocalChain;

/** Many reads of contracts at the newest block in a few calls of the node. */
final class Reads {
    private static final int AT_ONCE = 400;
    private static final String MULTICALL = "multicall((address,uint256,bytes)[])";
    private static final String ANSWER = "(uint256,(bool,uint256,bytes)[])";

    private final LocalChain chain;
    private final List<List<?>> calls = new ArrayList<>();

    Reads(final LocalChain chain) {
        this.chain = chain;
    }

    /** Asks for one more value; its number is the number of reads before it. */
    Reads add(final String to, final String signature, final Object... arguments) {
        calls.add(List.of(to, 1_000_000, Abi.call(signature, arguments)));
        return this;
    }

    /** The encoded answers, in the order of the reads. */
    List<String> run() {
        final List<String> answers = new ArrayList<>();
        for (int from = 0; from < calls.size(); from += AT_ONCE) {
            final List<List<?>> part = calls.subList(from, Math.min(calls.size(), from + AT_ONCE));
            final List<?> results = (List<?>) chain.call(chain.contracts().multicall(), MULTICALL, ANSWER, part)
                    .get(1);
            for (final Object result : results) {
                final List<?> fields = (List<?>) result;
                if (!(Boolean) fields.get(0)) {
                    throw new IllegalStateException("a read was reverted: " + part.get(results.indexOf(result)));
                }
                answers.add((String) fields.get(2));
            }
        }
        return answers;
    }
}
