package org.alphapulse.submission.open;

import java.util.Arrays;
import java.util.Locale;
import org.alphapulse.api.context.Check;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.RpcException;
import org.alphapulse.chain.UnreachableException;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Hands transactions to the pool of a node by {@code eth_sendRawTransaction}, where everyone sees them. */
@Component(
        name = "org.alphapulse.submission.public",
        service = SubmissionChannel.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PublicPool.Config.class, factory = true)
public final class PublicPool implements SubmissionChannel {
    private final long chainId;
    private final ChainClient client;
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
    public PublicPool(Config config) {
        this(
                Check.range("chain.id", config::chain_id, 1, 0xFFFF_FFFFL, "as a chain id"),
                Check.text("nodes", config::nodes, ".+", "one or more addresses of nodes"));
    }

    /**
     * Makes a channel without configuration.
     *
     * @param chainId above 0
     * @param nodes separated by commas
     */
    public PublicPool(long chainId, String nodes) {
        this.chainId = chainId;
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
