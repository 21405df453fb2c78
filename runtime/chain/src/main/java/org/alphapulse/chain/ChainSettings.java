package org.alphapulse.chain;

import java.util.List;

/**
 * How to reach a chain.
 *
 * @param nodes in order of preference, at least one
 * @param timeoutMs how long a call may take
 * @param multicall address of a contract that makes many reads at once, or empty
 * @param multicallKind {@code multicall3} or {@code uniswap}
 */
public record ChainSettings(List<NodeSpec> nodes, long timeoutMs, String multicall, String multicallKind) {
    /** Copies the list and checks the values. */
    public ChainSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty() || timeoutMs < 1) {
            throw new IllegalArgumentException("a chain needs a node and a timeout above 0");
        }
        if (!List.of("multicall3", "uniswap").contains(multicallKind)) {
            throw new IllegalArgumentException(
                    "multicall.kind=" + multicallKind + " is not allowed; allowed is one of multicall3, uniswap");
        }
    }

    /**
     * Nodes without a contract for many reads, and calls of at most 10 s.
     *
     * @param nodes see {@link NodeSpec#parse}
     * @return the settings
     */
    public static ChainSettings of(String nodes) {
        return new ChainSettings(NodeSpec.parse(nodes), 10_000, "", "multicall3");
    }
}
