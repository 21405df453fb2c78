package org.alphapulse.strategy.arbitrage;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.amm.Scratch;
import org.alphapulse.market.MarketView;

/**
 * Finds, sizes and decides arbitrage over the pools of a market, event by event.
 *
 * <p>Threading: everything on the market's thread, except {@link #buildIndex}, which belongs on any one other thread (or
 * on the same, where a pause does not matter). Handling an event does not allocate.
 */
public final class ArbitrageDetector {
    private static final int CANDIDATES = 12;
    private static final int PER_CYCLE = 2;
    private static final int FAR_CANDIDATES = 192;
    private static final int FAR_PER_CYCLE = 12;
    private static final int ACTED = 256;
    /** Both edges of a pair improved, see {@link RateTable#update}. */
    private static final int ALL = 15;
    /** Low enough that some cycles pass. */
    private static final double REHEARSAL_THRESHOLD = -0.05;
    /** A prime number, so that every edge has its turn. */
    private static final int REHEARSAL_STEP = 7919;

    private final MarketView market;
    private final ArbitrageSettings settings;
    private final GasModel gas = new GasModel();
    private final Pricing pricing;
    private final FirstPieces pieces;
    private final RateTable rates;
    private final Potentials potentials = new Potentials();
    private final IndexFeed feed;
    private final Screen screen;
    private final Candidates candidates;
    private final Candidates farCandidates;
    private final SentRoutes sent;
    private final History history;
    private final History acted = new History(ACTED, 0);
    private final Decision decision;
    private final double threshold;
    private final LongFeed far;
    private CycleIndex index;
    private final NotedEdges noted = new NotedEdges();
    /** What the decision that is prepared rests on. */
    private final Premise prepared;

    private int sweepEdge;
    /** Where the sweep stands after the decision that is prepared. */
    private int preparedSweepEdge;

    private int rehearsedEdge;

    /** A detector that knows no cycle before its index was built. */
    public ArbitrageDetector(final MarketView market, final ArbitrageSettings settings) {
        this(market, settings, settings.sized(), Math.max(CANDIDATES, 2 * settings.sized()), PER_CYCLE);
    }

    ArbitrageDetector(
            final MarketView market,
            final ArbitrageSettings settings,
            final int width,
            final int capacity,
            final int perCycle) {
        this.market = market;
        this.settings = settings;
        final Scratch scratch = new Scratch();
        final int[] starts =
                settings.starts().stream().mapToInt(StartToken::token).toArray();
        pricing = new Pricing(market, settings, gas);
        feed = new IndexFeed(new CycleIndexBuilder(starts, settings.maxHops()), starts[0]);
        screen = new Screen(width);
        pieces = new FirstPieces(market, scratch);
        final RouteSizer sizer = new RouteSizer(market, scratch, pieces);
        final double maxImpact = settings.maxImpactPpm() * 1e-6;
        rates = new RateTable(market, maxImpact / (1 - maxImpact));
        candidates = new Candidates(market, pricing, sizer, pieces, rates, capacity, perCycle, maxImpact);
        farCandidates = new Candidates(market, pricing, sizer, pieces, rates, FAR_CANDIDATES, FAR_PER_CYCLE, maxImpact);
        sent = new SentRoutes(market, settings.cooldownBlocks());
        history = new History(settings.history(), Decision.mostRecorded(settings.sized()));
        decision = new Decision(market, pricing, pieces, scratch, sent, history, settings.sized());
        prepared = new Premise(market, gas, sent);
        threshold = pricing.threshold();
        far = settings.longHops() == 0 ? null : new LongFeed(settings.longHops(), starts);
    }

    /**
     * Builds the index if the market has pools that it does not cover. To be called again and again on a background
     * thread.
     *
     * @return the amount of work done, 0 if there was none
     */
    public int buildIndex() {
        return feed.work();
    }

    /** Looks for pools that are new and takes over what was built; true if the index changed. */
    public boolean refreshIndex() {
        feed.post(market);
        return adopt();
    }

    private boolean adopt() {
        final CycleIndex next = feed.take();
        if (next == null) {
            return false;
        }
        if (index == null || next.graph.pairCount < index.graph.pairCount) {
            rates.reset(next.graph);
        } else {
            rates.extend(next.graph);
        }
        index = next;
        potentials.reset(next.graph, rates.best);
        pieces.cover();
        if (far != null) {
            far.reset(rates);
        }
        pricing.choosePools(next.graph);
        return true;
    }

    /** Reads the rates of all pools again, after a change that concerns many, such as a hold of a whole chain. */
    public void refreshRates() {
        prepared.drop();
        pieces.allChanged();
        for (int pool = 0; pool < market.poolCount(); pool++) {
            feed.look(market, pool);
        }
        if (index != null) {
            rates.reset(index.graph);
            potentials.reset(index.graph, rates.best);
            if (far != null) {
                far.reset(rates);
            }
            pricing.choosePools(index.graph);
        }
    }

    /** Sets who is told of each opportunity at the moment it is proposed, before the rest is looked at. Before the first event. */
    public void onProposal(final Consumer<Opportunity> taker) {
        decision.tell(taker);
    }

    /** Sets the gas price of the next decisions, in wei. */
    public void gasPrice(final long wei) {
        pricing.gasPrice(wei);
    }

    /** The gas model, to be taught by receipts. */
    public GasModel gas() {
        return gas;
    }

    /**
     * Looks for arbitrage after a change of a pool's state or status.
     *
     * @return number of opportunities proposed, see {@link #opportunity}
     */
    public int onPoolChanged(final int pool) {
        final int improved = follow(pool);
        if ((improved & 3) == 0) {
            return 0;
        }
        final int edge = 2 * index.graph.poolPair[pool];
        screen.clear();
        if ((improved & 1) != 0) {
            scan(edge);
        }
        if ((improved & 2) != 0) {
            scan(edge + 1);
        }
        return screen.size() == 0 ? 0 : decide(pool);
    }

    /**
     * Takes over a change of a pool's state or status without looking for arbitrage.
     *
     * @return what {@link RateTable#update} says, or 0 for a pool that is in no cycle yet
     */
    int follow(final int pool) {
        pieces.changed(pool);
        feed.look(market, pool);
        feed.post(market);
        final int known = index == null ? 0 : index.graph.poolCount;
        adopt();
        if (index == null || pool >= index.graph.poolCount || index.graph.poolPair[pool] < 0) {
            return 0;
        }
        // A pool that came with the index just taken has not been looked at yet, whatever its rates were.
        final int improved = rates.update(pool) | (pool >= known ? ALL : 0);
        final int edge = 2 * index.graph.poolPair[pool];
        if ((improved & 3) != 0) {
            potentials.improved(edge);
            potentials.improved(edge + 1);
        }
        if (far != null) {
            post(improved, edge);
        }
        return improved;
    }

    /** Screens the cycles through an edge, unless it is plain that none profits. */
    private void scan(final int edge) {
        if (potentials.exclude(edge, threshold)) {
            return;
        }
        final int before = screen.size();
        screen.scan(index, rates, edge, threshold);
        if (screen.size() == before) {
            potentials.mend(edge);
        }
    }

    /**
     * Takes over a change of a pool without looking for arbitrage; {@link #decideNoted} looks at all changes together.
     */
    public void note(final int pool) {
        final int improved = follow(pool);
        if ((improved & 3) == 0) {
            return;
        }
        final int edge = 2 * index.graph.poolPair[pool];
        for (int side = 0; side < 2; side++) {
            if ((improved & (1 << side)) != 0) {
                noted.add(edge + side);
            }
        }
    }

    /**
     * Does already what {@link #decideNoted} will have to do if nothing changes until the head of the block whose events were
     * noted, and tells nobody. To be called when the engine has nothing else to do.
     *
     * @param sweepEdges number of directed token pairs to look at beside those that changed
     * @param gasPriceWei what the gas price is expected to be then
     * @param giveUp asked again and again; when it answers true all is left as it was
     * @return whether a decision is prepared now that was not before
     */
    public boolean prepare(final int sweepEdges, final long gasPriceWei, final BooleanSupplier giveUp) {
        if (noted.size() == 0 || index == null || index.legs.length == 0 || prepared.holds(index, gasPriceWei)) {
            return false;
        }
        potentials.tidy();
        final long present = pricing.gasPrice();
        final int first = sweepEdge;
        final int edge = scanNoted(sweepEdges);
        final int trigger = trigger(edge);
        prepared.note(index, gasPriceWei, market.chain(trigger));
        preparedSweepEdge = sweepEdge;
        pricing.gasPrice(gasPriceWei);
        prepared.made(collect(giveUp) && decision.prepare(candidates, trigger, giveUp));
        pricing.gasPrice(present);
        sweepEdge = first;
        return prepared.isMade();
    }

    /**
     * Reads what sizing needs of a pool that changed lately; else that is done when it is needed. To be called when the engine has
     * nothing else to do.
     *
     * @return whether there was something to read
     */
    public boolean readAhead() {
        final int pool = pieces.nextChanged();
        if (pool >= 0 && index != null && pool < index.graph.poolCount && index.graph.poolPair[pool] >= 0) {
            pieces.find(pool, true, null);
            pieces.find(pool, false, null);
            final int edge = 2 * index.graph.poolPair[pool];
            rates.pieces(edge, pieces);
            rates.pieces(edge + 1, pieces);
        }
        return pool >= 0;
    }

    /**
     * Goes the way of a decision, over real pools and with what was sent last, and leaves no trace: so the caches hold more of what the
     * next one needs. To be called now and then when the engine has nothing else to do.
     */
    void rehearse() {
        if (prepared.isMade() || index == null || index.legs.length == 0) {
            return;
        }
        rehearsedEdge = (rehearsedEdge + REHEARSAL_STEP) % index.legs.length;
        rates.forgetOther(rehearsedEdge);
        screen.clear();
        screen.scan(index, rates, rehearsedEdge, REHEARSAL_THRESHOLD);
        collect(null);
        if (lastSent() != null) {
            decision.rehearse(lastSent());
        }
    }

    /** Whether what was prepared is just what would be decided now, at a gas price. */
    boolean holds(final long gasPriceWei) {
        return prepared.holds(index, gasPriceWei) && prepared.isSameHead() && decision.tradable();
    }

    /** How many opportunities are prepared, see {@link #opportunity}; the best is the first. */
    int expected() {
        return prepared.isMade() ? decision.count() : 0;
    }

    /**
     * Looks for arbitrage after all changes noted since the last call, and at some more cycles as {@link #sweep} does, and
     * decides on everything together. Where {@link #prepare} has done that already and nothing it rests on has changed, this
     * proposes what was found.
     *
     * @param sweepEdges number of directed token pairs to look at beside those that changed, if it is not prepared
     * @return number of opportunities proposed, see {@link #opportunity}
     */
    public int decideNoted(final int sweepEdges) {
        if (holds(pricing.gasPrice())) {
            prepared.drop();
            noted.clear();
            sweepEdge = preparedSweepEdge;
            return decision.commit();
        }
        prepared.drop();
        if (index == null || index.legs.length == 0) {
            noted.clear();
            return 0;
        }
        final int edge = scanNoted(sweepEdges);
        noted.clear();
        return screen.size() == 0 ? 0 : decide(trigger(edge));
    }

    private int trigger(final int edge) {
        return index.graph.pairPools[index.graph.pairStart[edge >> 1]];
    }

    /** Screens all edges noted and some more; returns one of them. */
    private int scanNoted(final int sweepEdges) {
        screen.clear();
        int edge = sweepEdge;
        for (int i = 0; i < noted.size(); i++) {
            if (noted.edge(i) < index.legs.length) {
                edge = noted.edge(i);
                scan(edge);
            }
        }
        for (int i = Math.min(sweepEdges, index.legs.length); i > 0; i--) {
            sweepEdge = sweepEdge + 1 < index.legs.length ? sweepEdge + 1 : 0;
            scan(sweepEdge);
        }
        screen.unite();
        return edge;
    }

    /** Of the two edges of a pair the one that got worse goes first: with the other's old rate it would look like a cycle. */
    private void post(final int improved, final int edge) {
        final int side = (improved & 1) != 0 ? 1 : 0;
        for (int i = 0; i < 2; i++) {
            if ((improved & (4 << (side ^ i))) != 0) {
                far.changed(edge + (side ^ i), rates);
            }
        }
        if (far.behind()) {
            far.reset(rates);
        }
    }

    /**
     * The long search's duty cycle, for a thread of its own.
     *
     * @param limit most changes to look at in this call
     * @return the amount of work done
     */
    public int searchLong(final int limit) {
        return far == null ? 0 : far.work(limit);
    }

    /**
     * Looks exactly at what the long search has found since the last call.
     *
     * @return number of opportunities proposed, see {@link #opportunity}
     */
    public int onLongCycles() {
        if (far == null || far.found() == 0) {
            return 0;
        }
        prepared.drop();
        pricing.refresh(rates);
        farCandidates.clear();
        int trigger = 0;
        for (int left = far.found(); left > 0; left--) {
            final int[] cycle = far.cycle();
            final int length = far.length();
            trigger = rates.bestPool(cycle[length - 1]);
            if (length > settings.maxHops()) {
                farCandidates.add(cycle, length, threshold);
            }
            far.taken();
        }
        return farCandidates.size() == 0 ? 0 : decision.decide(farCandidates, trigger, true);
    }

    private int decide(final int trigger) {
        prepared.drop();
        collect(null);
        return decision.decide(candidates, trigger, false);
    }

    /** Sizes the routes of all cycles that were screened; false if it was given up. */
    private boolean collect(final BooleanSupplier giveUp) {
        pricing.refresh(rates);
        candidates.clear();
        screen.touch(rates);
        for (int i = 0; i < screen.size(); i++) {
            candidates.add(screen, i, threshold);
            if (giveUp != null && giveUp.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks at some more of all cycles whatever has changed: after a start, and for opportunities that became worth it
     * because the gas price fell. Goes round and round.
     *
     * @param edges number of directed token pairs to look at
     * @return number of opportunities proposed
     */
    public int sweep(final int edges) {
        if (index == null || index.legs.length == 0) {
            return 0;
        }
        potentials.tidy();
        screen.clear();
        for (int i = 0; i < edges; i++) {
            sweepEdge = sweepEdge + 1 < index.legs.length ? sweepEdge + 1 : 0;
            scan(sweepEdge);
        }
        return screen.size() == 0 ? 0 : decide(trigger(sweepEdge));
    }

    /** An opportunity proposed by the last call; valid until the next. */
    public Opportunity opportunity(final int i) {
        return decision.taken(i);
    }

    /**
     * Lets an opportunity's route be proposed again on the same state of its pools once the cool-down is over, because it is known that
     * nothing of it reached the chain. Without effect where the route was proposed again since.
     */
    public void release(final Opportunity o) {
        sent.release(o);
    }

    /** Lets an opportunity's route be proposed again at once, because nobody has seen it. */
    public void forget(final Opportunity o) {
        sent.remove(o.route);
    }

    /**
     * Writes what another detector on the same market must know: what receipts have taught, and the routes proposed lately.
     *
     * @param planBlocks number of blocks after its own in which a plan may take effect
     * @return bytes written
     */
    public int save(final MutableDirectBuffer buffer, final int planBlocks) {
        return sent.save(buffer, gas.save(buffer, 0), planBlocks);
    }

    /**
     * Takes over what another detector on the same market wrote; also beside what is known here already.
     *
     * @param length bytes of it
     * @return false, and nothing is taken over, if no detector wrote it
     */
    public boolean restore(final DirectBuffer buffer, final int length) {
        final int routes = GasModel.SAVED_BYTES;
        if (length < routes + Integer.BYTES || length != routes + SentRoutes.savedBytes(buffer, routes)) {
            return false;
        }
        sent.restore(buffer, gas.restore(buffer, 0));
        return true;
    }

    /** Records what became of an opportunity. */
    public void outcome(final Opportunity o, final int outcome) {
        o.outcome = outcome;
        if (outcome == Outcome.SENT) {
            // Its report comes long after many others were looked at.
            acted.next().set(o);
            acted.record();
        }
    }

    /** What was sent last, as it was then, or null. */
    Opportunity lastSent() {
        return acted.count() == 0 ? null : acted.recent(0);
    }

    /** Number of explanations kept. */
    public int explanations() {
        return history.kept();
    }

    /** Number of opportunities looked at in all. */
    public long considered() {
        return history.count();
    }

    /** An explanation, 0 the most recent; valid until the next event. */
    public Opportunity explanation(final int i) {
        return history.recent(i);
    }

    /** The explanation of an opportunity by its id, or null if it is no longer kept. */
    public Opportunity explain(final long id) {
        final Opportunity kept = acted.find(id);
        return kept != null ? kept : history.find(id);
    }

    /** What this detector was told. */
    public ArbitrageSettings settings() {
        return settings;
    }

    /** Number of cycles of three and four hops in the index. */
    public long cycles() {
        return index == null ? 0 : index.cycles();
    }

    /** Bytes of the index and the rates. */
    public long memoryBytes() {
        return index == null ? 0 : index.bytes() + rates.bytes() + potentials.bytes() + pieces.bytes();
    }

    RateTable rates() {
        return rates;
    }

    CycleIndex index() {
        return index;
    }
}
