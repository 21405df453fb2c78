package org.alphapulse.strategy.arbitrage;

import org.alphapulse.market.MarketView;

/** All that a decision rests on which was prepared ahead of the head it is for. Confined to the engine thread. */
final class Premise {
    private final MarketView market;
    private final GasModel gas;
    private final SentRoutes sent;
    private boolean valid;
    private CycleIndex index;
    private long revision;
    private long gasPriceWei;
    private long receipts;
    private long changes;
    private int chain;
    private long block;

    Premise(final MarketView market, final GasModel gas, final SentRoutes sent) {
        this.market = market;
        this.gas = gas;
        this.sent = sent;
    }

    /** Notes how things are now, for a decision over a chain that is still to be made. */
    void note(final CycleIndex presentIndex, final long expectedGasPriceWei, final int ofChain) {
        valid = false;
        index = presentIndex;
        revision = market.revision();
        gasPriceWei = expectedGasPriceWei;
        receipts = gas.receipts();
        changes = sent.changes();
        chain = ofChain;
        block = market.headBlock(ofChain);
    }

    /** The decision was made on what was noted, or was not. */
    void made(final boolean whole) {
        valid = whole;
    }

    /** The decision is none any more. */
    void drop() {
        valid = false;
    }

    /** Whether there is a decision, whatever has changed since. */
    boolean isMade() {
        return valid;
    }

    /** Whether there is a decision and all is as it was noted, but for the head. */
    boolean holds(final CycleIndex presentIndex, final long presentGasPriceWei) {
        return valid
                && revision == market.revision()
                && gasPriceWei == presentGasPriceWei
                && index == presentIndex
                && receipts == gas.receipts()
                && changes == sent.changes();
    }

    /** Whether the head is the one it was. */
    boolean isSameHead() {
        return market.headBlock(chain) == block;
    }
}
