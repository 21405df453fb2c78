package org.alphapulse.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.alphapulse.chain.NodeSpec;
import org.alphapulse.collector.evm.ChainFile;

/** Whether the nodes that are configured answer, are on the right chain, are up to date, and announce blocks. */
final class EndpointCheck {
    private static final String OURS = "org.alphapulse.";
    private static final long BLOCKS_BEHIND = 20;
    private static final long LEAST_AGE_S = 60;

    private final Findings found;
    private final Map<NodeSpec, Endpoint> tried = new HashMap<>();

    EndpointCheck(Findings found) {
        this.found = found;
    }

    void run(List<ConfigurationFile> files) {
        found.area("endpoints");
        for (final ConfigurationFile file : files) {
            switch (file.pid().startsWith(OURS) ? file.pid().substring(OURS.length()) : "") {
                case "collector.evm" -> check(file, file.first("endpoints"), chainId(file), blockTimeMs(file), true);
                case "submission.public", "executor.flashloan" ->
                    check(file, file.first("nodes"), number(file.first("chain.id")), 0, false);
                default -> {
                    // It has no endpoints.
                }
            }
        }
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static ChainFile chain(ConfigurationFile file) {
        try {
            return file.chain();
        } catch (IllegalArgumentException e) {
            return null; // told where the configuration is checked
        }
    }

    private static long chainId(ConfigurationFile file) {
        final long own = number(file.first("chain.id"));
        final ChainFile chain = own == 0 ? chain(file) : null;
        return chain == null ? own : chain.chainId();
    }

    private static long blockTimeMs(ConfigurationFile file) {
        final ChainFile chain = chain(file);
        return chain == null ? 0 : chain.blockTimeMs();
    }

    private void check(ConfigurationFile file, String text, long chainId, long blockTimeMs, boolean stream) {
        final List<NodeSpec> nodes;
        try {
            nodes = NodeSpec.parse(text);
        } catch (IllegalArgumentException e) {
            found.mend(file.name(), e.getMessage(), "correct the address");
            return;
        }
        for (final NodeSpec node : nodes) {
            judge(
                    file.name() + " " + node.name(),
                    tried.computeIfAbsent(node, Endpoint::of),
                    chainId,
                    blockTimeMs,
                    stream);
        }
        if (stream && nodes.size() == 1) {
            found.hint(
                    file.name(),
                    "one node only",
                    "add a second for failover, and a third so that one that lies is found out");
        }
    }

    private void judge(String subject, Endpoint endpoint, long chainId, long blockTimeMs, boolean stream) {
        if (!endpoint.reachable()) {
            found.mend(
                    subject,
                    endpoint.problem(),
                    "check the address, the key in it, the network, and that the node runs");
            return;
        }
        if (chainId != 0 && endpoint.chainId() != chainId) {
            found.mend(
                    subject,
                    "it is on chain " + endpoint.chainId() + ", not on " + chainId,
                    "correct the address or chain.id");
            return;
        }
        if (stream && !endpoint.subscription().isEmpty()) {
            found.mend(subject, endpoint.subscription(), "use a wss:// or ws:// address of a node with subscriptions");
            return;
        }
        final long allowed = Math.max(LEAST_AGE_S, BLOCKS_BEHIND * blockTimeMs / 1_000);
        final String head = "chain " + endpoint.chainId() + ", block "
                + endpoint.head().number() + ", " + endpoint.headAgeSeconds() + " s old";
        if (blockTimeMs > 0 && endpoint.headAgeSeconds() > allowed) {
            found.mend(subject, head, "the node is behind: wait until it has caught up, or use another");
        } else {
            found.ok(subject, head + (stream ? ", announces blocks" : ""));
        }
    }
}
