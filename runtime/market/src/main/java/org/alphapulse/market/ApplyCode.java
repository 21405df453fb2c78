package org.alphapulse.market;

/** What became of an event given to {@link MarketState}. Plain ints: zero applied, positive ignored, negative refused. */
public final class ApplyCode {
    /** The state changed accordingly. */
    public static final int APPLIED = 0;

    /** Not later than what the pool has seen already; nothing changed. */
    public static final int DUPLICATE = 1;

    /** The pool has not been loaded since it was added, wiped or found diverging, so the event cannot be applied; nothing changed. */
    public static final int UNSYNCED = -1;

    /** The event contradicts the state; the pool is {@link PoolStatus#DIVERGING} until it is loaded again. It is answered once until then. */
    public static final int DIVERGED = -2;

    /** The event does not belong to the pool's family or carries values out of range; nothing changed. */
    public static final int INVALID = -3;

    /** The block is too old to roll back to; all pools of the chain were wiped. */
    public static final int TOO_DEEP = -4;

    private ApplyCode() {}
}
