package org.alphapulse.api.context;

import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentTable;
import org.osgi.annotation.versioning.ProviderType;

/** What an executor is lent. */
@ProviderType
public interface ExecutorContext extends PluginContext {
    /**
     * Gives the market, readable in place inside a callback only.
     *
     * @return the state of pools and books
     */
    MarketView market();

    /**
     * Gives the handles of the order books of {@link MarketView#books}.
     *
     * @return instrument id to book handle; read only
     */
    InstrumentTable bookHandles();

    /**
     * Gives the sink of the execution relay, for submissions, fills and results.
     *
     * @return the sink
     */
    Sink results();

    /**
     * Tells whether sending must stop at once. An executor asks right before it sends.
     *
     * @return true after an emergency stop, until a person resumes trading
     */
    boolean emergencyStopped();

    /**
     * Tells whether a plan that was approved may still be executed. An executor that lets approved plans wait asks right before it executes
     * one, beside {@link #emergencyStopped}.
     *
     * @param planId of the approval
     * @return false once trading was halted or disarmed after the approval, also when that is over
     */
    boolean approvalStands(long planId);

    /**
     * Tells whether this version acts, or only waits beside the acting one: then the account that both have is the other's. It can change
     * between any two calls; what a version was given while it acted it may still report afterwards.
     *
     * @return true if approved plans come to this version
     */
    boolean acting();
}
