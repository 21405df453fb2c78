package org.alphapulse.submission.open;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskService;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
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
 */
@Component(
        name = "org.alphapulse.submission.public",
        service = SubmissionChannel.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PublicPool.Config.class, factory = true)
public final class PublicPool implements SubmissionChannel {
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
        try {
            client.sendRawTransaction(Arrays.copyOf(transaction, length));
            return ACCEPTED;
        } catch (RpcException refused) {
            reason = refused.getMessage();
            final String words = reason.toLowerCase(Locale.ROOT);
            return words.contains("already known") || words.contains("already imported") ? ACCEPTED : REFUSED;
        } catch (UnreachableException silent) {
            reason = silent.getMessage();
            return UNKNOWN;
        }
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
