package org.alphapulse.api.context;

import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentTable;
import org.osgi.annotation.versioning.ProviderType;

/** What a strategy is lent. */
@ProviderType
public interface StrategyContext extends PluginContext {
    /**
     * Gives the market, readable in place inside a callback only, and by inline strategies only.
     *
     * @return the state of pools and books as of the message being delivered
     * @throws IllegalStateException if the strategy is delivered to in isolation
     */
    MarketView market();

    /**
     * Gives the handles of the order books of {@link MarketView#books}.
     *
     * @return instrument id to book handle; read only
     */
    InstrumentTable bookHandles();

    /**
     * Names the pool that the message being delivered changed, so that no id is looked up twice.
     *
     * @return pool handle of {@link #market}, or -1
     */
    int changedPool();

    /**
     * Gives the sink of the signal relay, for opportunities, signals and explanations.
     *
     * @return the sink
     */
    Sink signals();

    /**
     * Gives the way to the executors: what is committed here is an execution plan that the risk gate decides on. A refused plan
     * returns {@link #REFUSED}; the reason is published as a RiskDecision on the execution relay.
     *
     * @return the sink of plans
     */
    Sink plans();

    /** Result of a plan's commit: the risk gate refused it. */
    long REFUSED = -4;

    /**
     * Tells whether this version acts or only warms up beside the acting one.
     *
     * @return true if plans and signals go out
     */
    boolean acting();

    /**
     * Tells whether market data waits for the thread that this is called on, so that work which can be put off should be.
     *
     * @return true if messages wait
     */
    default boolean messagesWait() {
        return false;
    }
}
