package org.alphapulse.spi.strategy;

/** Service properties that say how a strategy wants to be bound. All are optional. */
public final class StrategyProperties {
    /** Stable id of the slot. Default: the component's {@code service.pid} without {@code org.alphapulse.}. */
    public static final String SLOT = "slot";

    /** {@code inline} or {@code isolated}. Default: inline for bundles of this project, isolated for all others. */
    public static final String DELIVERY = "delivery";

    /**
     * Comma-separated topics, each {@code domain[/type[/venue[/chain]]]} with {@code *} for any, for example
     * {@code market-data/PoolSync/*}{@code /137,market-data/PoolSwap/*}{@code /137}. Default: {@code market-data}.
     *
     * <p>The type is that of the message's first TLV; venue and chain are those of the instrument id with which that begins. They are
     * compared only where all topics name a venue or a chain, and then for the messages of all topics: those that begin with something
     * else, such as {@code BlockHead} with a hash or {@code ExecutionReport}, arrive by chance only. A strategy that wants heads names
     * no venue and no chain, receives those of all chains, and looks at {@code chainId} itself.
     */
    public static final String TOPICS = "topics";

    /** Integer version of the layout that {@link Strategy#saveState} writes. Default: 0. */
    public static final String STATE_SCHEMA = "state.schema";

    /** {@code drop-oldest}, {@code drop-newest} or {@code halt}: what a full slot does. Default: drop-newest. */
    public static final String OVERFLOW = "overflow";

    private StrategyProperties() {}
}
