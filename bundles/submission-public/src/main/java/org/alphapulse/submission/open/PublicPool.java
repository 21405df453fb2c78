package org.alphapulse.submission.open;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskService;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.Node;
import org.alphapulse.chain.RpcException;
import org.alphapulse.chain.UnreachableException;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Hands transactions to the pool of a node by {@code eth_sendRawTransaction}, where everyone sees them. It refuses to in any mode but
 * live, whoever asks.
 *
 * <p>A node that does not answer may have taken the transaction all the same, and have passed it on: after it a refusal by the next node says
 * nothing, and the result is UNKNOWN.
 */
@Component(
        name = "org.alphapulse.submission.public",
        service = SubmissionChannel.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PublicPool.Config.class, factory = true)
public final class PublicPool implements SubmissionChannel {
    /** Geth, Erigon and Reth: "already known"; Nethermind: "AlreadyKnown"; Besu: "Known transaction". */
    private static final Pattern HAS_IT =
            Pattern.compile("already ?known|already imported|\\bknown transaction", Pattern.CASE_INSENSITIVE);

    /** Words of a node that does not know how it ended. */
    private static final Pattern TIMEOUT =
            Pattern.compile("time(d )?[- ]?out|deadline exceeded", Pattern.CASE_INSENSITIVE);

    private static final long INTERNAL_ERROR = -32603;
    /** Codes of a node that did not look at it. */
    private static final Set<Long> BUSY = Set.of(-32005L, 429L);

    private final long chainId;
    private final ChainClient client;
    private final Supplier<TradingMode> mode;
    private String reason = "";

    /** Configuration of one channel, factory PID {@code org.alphapulse.submission.public}. */
    @ObjectClassDefinition(name = "Public pool", description = "Hands transactions to a node.")
    @interface Config {
        @AttributeDefinition(description = "chain id, above 0")
        long chain_id();

        @AttributeDefinition(description = "nodes in order of preference, separated by commas")
        String nodes();
    }

    /** Opens nothing before the first transaction. */
    @Activate
    public PublicPool(Config config, @Reference RiskService risk) {
        this(
                Check.range("chain.id", config::chain_id, 1, 0xFFFF_FFFFL, "as a chain id"),
                Check.text("nodes", config::nodes, ".+", "one or more addresses of nodes"),
                () -> risk.gate().mode());
    }

    /**
     * Makes a channel for a process that has no mode but live.
     *
     * @param chainId above 0
     * @param nodes separated by commas
     */
    public PublicPool(long chainId, String nodes) {
        this(chainId, nodes, () -> TradingMode.LIVE);
    }

    /**
     * Makes a channel without configuration.
     *
     * @param chainId above 0
     * @param nodes separated by commas
     * @param mode of the engine; nothing is sent in any but live
     */
    public PublicPool(long chainId, String nodes, Supplier<TradingMode> mode) {
        this.chainId = chainId;
        this.mode = mode;
        this.client = new ChainClient(ChainSettings.of(nodes));
    }

    @Override
    public long chainId() {
        return chainId;
    }

    @Override
    public int code() {
        return PUBLIC_POOL;
    }

    @Override
    public int submit(byte[] transaction, int length) {
        if (mode.get() != TradingMode.LIVE) {
            reason = "nothing is sent in mode " + mode.get();
            return REFUSED;
        }
        final List<Node> nodes =
                client.nodes().stream().filter(node -> !node.isQuarantined()).toList();
        final List<Node> usable = nodes.stream().filter(Node::usable).toList();
        return submit(usable.isEmpty() ? nodes : usable, Hex.of(Arrays.copyOf(transaction, length)));
    }

    /** Asks one node after the other until one has it or refuses it; nobody has it only if no node before that left it open. */
    private int submit(List<Node> nodes, String raw) {
        boolean open = nodes.isEmpty();
        reason = "all nodes are quarantined";
        for (final Node node : nodes) {
            try {
                node.call("eth_sendRawTransaction", raw);
                return ACCEPTED;
            } catch (UnreachableException silent) {
                reason = silent.getMessage();
                open = true;
            } catch (RpcException refused) {
                reason = refused.getMessage();
                if (HAS_IT.matcher(reason).find()) {
                    return ACCEPTED;
                }
                if (BUSY.contains(refused.code())) {
                    node.failed(reason);
                } else if (refused.code() == INTERNAL_ERROR
                        || TIMEOUT.matcher(reason).find()) {
                    open = true;
                } else {
                    break;
                }
            }
        }
        return open ? UNKNOWN : REFUSED;
    }

    @Override
    public String reason() {
        return reason;
    }

    /** Ends the connections. */
    @Deactivate
    public void close() {
        client.close();
    }
}
