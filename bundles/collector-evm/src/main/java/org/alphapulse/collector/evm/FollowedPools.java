package org.alphapulse.collector.evm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.Node;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.StateInvalidationFlyweight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools that are followed on a chain: which there are, the state of which was told, and which are to be read next. Belongs to the
 * stream's thread unless said otherwise.
 */
final class FollowedPools {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.collector.evm");
    private static final int MAX_FAILED_LOADS = 3;
    private static final int TAKEN_AT_ONCE = 1_000;

    private final String chain;
    private final Publisher out;
    private final StateReader reader;
    private final PoolTable pools;
    private final Loads loads = new Loads();
    private final Diverging diverging = new Diverging();
    private final Queue<Pool> discovered = new ConcurrentLinkedQueue<>();
    private volatile int count;
    private volatile int told;
    private volatile long gaps;
    private volatile long divergences;

    FollowedPools(String chain, ChainClient client, PoolTable pools, Publisher out) {
        this.chain = chain;
        this.pools = pools;
        this.out = out;
        this.reader = new StateReader(client);
    }

    /** Takes a pool over. Any thread. */
    void discovered(Pool pool) {
        discovered.add(pool);
    }

    /** Pools known. Any thread. */
    int count() {
        return count;
    }

    /** Pools whose state was told. Any thread. */
    int told() {
        return told;
    }

    /** Pools read again since a log was missed. Any thread. */
    long gaps() {
        return gaps;
    }

    /** How often the state of a pool was found to contradict the chain. Any thread. */
    long divergences() {
        return divergences;
    }

    /** Whether all that was discovered has been taken in. */
    boolean complete() {
        return discovered.isEmpty();
    }

    /** Whether there is none whose state is to be read. */
    boolean allRead() {
        return loads.isEmpty();
    }

    /** The pool of a log, as {@link PoolTable#find} gives it, if its state was told; else {@link PoolTable#NONE}. */
    int find(MessageParser log) {
        final int pool = pools.find(log.address0, log.address1, log.address2);
        return pool != PoolTable.NONE && pools.loaded(pool) ? pool : PoolTable.NONE;
    }

    /** The number of a pool that {@link #find} gave, which stays when others come. */
    int number(int pool) {
        return pools.number(pool);
    }

    Pool get(int number) {
        return pools.get(number);
    }

    /** Takes in what was discovered, some at a time; returns how many. */
    int take() {
        int taken = 0;
        for (Pool pool = discovered.poll(); pool != null; pool = discovered.poll()) {
            if (pools.add(pool)) {
                out.meta(pool);
                toRead(pool);
                taken++;
            }
            if (taken == TAKEN_AT_ONCE) {
                break;
            }
        }
        if (taken > 0) {
            count = pools.size();
        }
        return taken;
    }

    private void toRead(Pool pool) {
        pools.forget(pool);
        loads.add(pool);
    }

    /** What was told is void, and nothing is read before it is asked for. */
    void forget() {
        loads.clear();
        diverging.clear();
        told = 0;
        for (int i = 0; i < pools.size(); i++) {
            pools.forget(pools.get(i));
        }
    }

    /** Has the state of all read that ever answered. */
    void readAll() {
        forget();
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).failedLoads < MAX_FAILED_LOADS) {
                toRead(pools.get(i));
            }
        }
    }

    /**
     * Takes over the pools that the engine has kept at a block. Those that are not followed any more are declared void, those that were not
     * kept as they are now will be read.
     *
     * @return how many were taken over
     */
    int restore(RestoredChain kept) {
        final Map<InstrumentId, RestoredChain.Terms> left = new HashMap<>(kept.pools());
        loads.clear();
        int restored = 0;
        for (int i = 0; i < pools.size(); i++) {
            final Pool pool = pools.get(i);
            final RestoredChain.Terms terms = left.remove(pool.id);
            if (pool.terms().equals(terms)) {
                pools.told(pool, kept.block());
                restored++;
            } else if (pool.failedLoads < MAX_FAILED_LOADS) {
                toRead(pool);
            }
        }
        left.keySet().forEach(id -> out.invalidate(id, StateInvalidationFlyweight.REASON_DISCONNECT));
        told = restored;
        return restored;
    }

    /** Declares a pool void and has it read again. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void reload(int at, String why) {
        final Pool pool = pools.pool(at);
        LOG.warn("{}: pool {} is read again: {}", chain, pool.address, why);
        gaps++;
        told--;
        out.invalidate(pool.id, StateInvalidationFlyweight.REASON_GAP);
        toRead(pool);
    }

    /**
     * Declares pools void whose state the engine found to contradict the chain, and has them read again, some after a pause.
     *
     * @return how many are to be read now
     */
    int recover(Set<InstrumentId> diverged, long nowNs) {
        for (int i = 0; !diverged.isEmpty() && i < pools.size(); i++) {
            final Pool pool = pools.get(i);
            if (pool.loaded() && diverged.contains(pool.id)) {
                recover(pool, nowNs);
            }
        }
        int due = 0;
        for (Pool pool = diverging.due(nowNs); pool != null; pool = diverging.due(nowNs)) {
            toRead(pool);
            due++;
        }
        return due;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void recover(Pool pool, long nowNs) {
        divergences++;
        told--;
        out.invalidate(pool.id, StateInvalidationFlyweight.REASON_DIVERGENCE);
        pools.forget(pool);
        final long pauseMs = diverging.add(pool, nowNs) / 1_000_000;
        LOG.warn("{}: the state of pool {} contradicts the chain; read again in {} ms", chain, pool.address, pauseMs);
    }

    /** What was told of blocks after one was taken back. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void takeBack(long ancestor) {
        for (int i = 0; i < pools.size(); i++) {
            final Pool pool = pools.get(i);
            if (pool.loadedAt > ancestor) {
                told--;
                toRead(pool);
            }
        }
    }

    /**
     * Reads the state of some pools at the end of a block and tells it.
     *
     * @return false if the block has been replaced, so that nothing was told
     */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean read(Node node, long block, String hash) {
        final List<Pool> part = loads.take();
        final List<PoolSnapshot> states = reader.read(node, part, block);
        if (!hash.equalsIgnoreCase(node.header(block).map(BlockHeader::hash).orElse(""))) {
            part.forEach(this::toRead);
            return false;
        }
        for (int i = 0; i < part.size(); i++) {
            final Pool pool = part.get(i);
            if (states.get(i) != null) {
                out.snapshot(states.get(i), block);
                pools.told(pool, block);
                pool.failedLoads = 0;
                told++;
            } else if (++pool.failedLoads < MAX_FAILED_LOADS) {
                toRead(pool);
            } else {
                LOG.warn("{}: {} does not answer as a pool and is left out", chain, pool.address);
            }
        }
        return true;
    }
}
