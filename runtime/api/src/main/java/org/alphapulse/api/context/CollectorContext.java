package org.alphapulse.api.context;

import java.util.Set;
import org.alphapulse.model.InstrumentId;
import org.osgi.annotation.versioning.ProviderType;

/** What a collector is lent. */
@ProviderType
public interface CollectorContext extends PluginContext {
    /**
     * Gives the sink of the market data relay. One thread at a time: usually the collector's own agent.
     *
     * @return the sink; its source id is this collector's
     */
    Sink sink();

    /**
     * Tells all consumers, before any later event of this collector, that everything known of the venue is void.
     * Call it on every disconnect. The runtime does the same for the plugin's {@code venues} when the collector is unbound. Same thread
     * as the sink.
     *
     * @param venue venue code as in the instrument ids
     * @return sequence of the message, or a negative result of {@link Sink}
     */
    long invalidateVenue(int venue);

    /**
     * Takes over what the engine has kept of a chain from before its start, see {@link RestoredChain} for what that obliges to. It is
     * given once; a collector that tells anything of the chain without having taken it makes it void. When a collector that asked for it,
     * and told anything, is unbound, the runtime declares void all that is known of the chain. Any thread.
     *
     * @param chainId of the chain
     * @return without pools if nothing was kept, or it was given already
     */
    RestoredChain restored(long chainId);

    /**
     * Takes the pools of a chain whose state the engine found to contradict the events told of them. They are held back as DIVERGING until
     * their whole state is told anew, which is up to whoever tells of the chain. A pool is given once each time that it diverges. Cheap if
     * there is none. Any thread.
     *
     * @param chainId of the chain
     * @return usually empty
     */
    Set<InstrumentId> diverged(long chainId);
}
