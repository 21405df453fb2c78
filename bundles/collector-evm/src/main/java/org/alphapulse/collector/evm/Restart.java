package org.alphapulse.collector.evm;

import java.io.IOException;
import java.util.List;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.Node;
import org.alphapulse.chain.RestartStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a chain from what the engine has kept from before its start, instead of reading all pools: once discovery has handed on what it
 * knew, the kept block is looked up, and if it is part of the chain still, the logs of all later blocks are asked for in ranges and told.
 * The last {@value #NEAR} blocks are told one by one with their heads, so that they can be taken back. All heads but that of the newest
 * block say that newer ones are there, and nothing is tradable before that one.
 *
 * <p>Whatever does not fit refuses it, and then the stream reads everything. It happens once in the life of a stream. Belongs to the
 * stream's thread unless said otherwise.
 */
final class Restart {
    /** What the stream does for it. */
    interface Wire {
        /** Sends a request and gives its id. */
        long ask(String method, String parameters) throws IOException;

        /** The block on which the first one told will follow. */
        void follows(long number, long[] hash);

        /** Tells the head of a block whose logs were told. */
        void tell(Head head, boolean behind);

        /** Whether a block above one was announced meanwhile. */
        boolean announcedAbove(long number);
    }

    private enum Phase {
        NEW,
        WAITING,
        REPLAYING,
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.collector.evm");
    private static final int NEAR = 64;
    private static final int FIRST_RANGE = 128;
    private static final int MAX_RANGE = 1_024;
    /** As many addresses are asked for by name; with more of them the logs of all pools are asked for. */
    private static final int NAMED_POOLS = 250;

    private final ChainFile chain;
    private final CollectorContext context;
    private final Publisher out;
    private final FollowedPools pools;
    private final Wire wire;
    private final long maxBlocks;
    private final long timeoutNs;

    private volatile boolean listed;
    private volatile RestartStatus status = RestartStatus.NONE;
    private Phase phase = Phase.NEW;
    private RestoredChain kept;
    private Node node;
    private String refusal;
    private String addresses = "";
    private Head base;
    private List<Head> near;
    private Head newest;
    private int nextNear;
    private int restored;
    private long startNs;
    private long askedNs;
    private long request;
    private long from;
    private long to;
    private long range = FIRST_RANGE;
    private long lastBlock;
    private long lastIndex = Long.MAX_VALUE;
    private long logs;

    Restart(
            ChainFile chain,
            CollectorContext context,
            Publisher out,
            FollowedPools pools,
            Wire wire,
            long maxBlocks,
            long timeoutMs) {
        this.chain = chain;
        this.context = context;
        this.out = out;
        this.pools = pools;
        this.wire = wire;
        this.maxBlocks = maxBlocks;
        this.timeoutNs = timeoutMs * 1_000_000;
    }

    /** All pools that earlier runs have found were handed on. Any thread. */
    void listed() {
        listed = true;
    }

    /** How it went. Any thread. */
    RestartStatus status() {
        return status;
    }

    /** Whether it is still being decided or under way. */
    boolean active() {
        return phase == Phase.WAITING || phase == Phase.REPLAYING;
    }

    /** Whether nothing of the chain was told yet by anybody, so that nothing is to be declared void. */
    boolean isNew() {
        return phase == Phase.NEW;
    }

    /** Begins with a node, the first time that there is one; false if there is nothing to begin from. */
    boolean begin(Node with) {
        if (phase != Phase.NEW) {
            return false;
        }
        kept = context.restored(chain.chainId());
        if (kept.block() < 0 && kept.reason().isEmpty()) {
            phase = Phase.ENDED;
            return false;
        }
        if (kept.block() < 0 || maxBlocks == 0) {
            refuse(kept.block() < 0 ? kept.reason() : "restore.blocks is 0");
            return false;
        }
        node = with;
        phase = Phase.WAITING;
        startNs = System.nanoTime();
        report("WAITING", "");
        return true;
    }

    /** Gives it up. */
    void refuse(String why) {
        phase = Phase.ENDED;
        report("REFUSED", why);
        LOG.warn("{}: what was kept is not restored: {}; all pools are read anew", chain.name(), why);
    }

    private void report(String outcome, String reason) {
        final boolean done = outcome.equals("RESTORED");
        status = new RestartStatus(
                outcome,
                reason,
                kept.block(),
                done ? restored : 0,
                done ? newest.number - kept.block() : 0,
                done ? logs : 0,
                kept.readMs(),
                done ? (System.nanoTime() - startNs) / 1_000_000 : 0);
    }

    /** One pass; returns the work done. */
    int step() throws IOException {
        if (refusal != null) {
            refuse(refusal);
        } else if (phase == Phase.WAITING) {
            return await();
        } else if (request != 0) {
            if (System.nanoTime() - askedNs > timeoutNs) {
                refuse("the logs of blocks " + from + " to " + to + " did not come");
            }
            return 0;
        } else if (from <= newest.number) {
            ask();
        } else {
            finish();
        }
        return 1;
    }

    private int await() {
        if (base == null) {
            lookUp();
        } else if (!listed) {
            if (System.nanoTime() - startNs > timeoutNs) {
                refuse("it is not known yet which pools there are");
            }
            return 0;
        } else if (pools.complete()) {
            startNs = System.nanoTime();
            prepare();
        }
        return 1;
    }

    // ---- verification ----

    /** Looks whether the kept block is part of the chain still. */
    private void lookUp() {
        final long height = node.latest().number();
        final long gap = height - kept.block();
        base = gap < 0 ? null : node.header(kept.block()).map(Head::of).orElse(null);
        if (gap < 0) {
            refuse("the node is at block " + height + ", before block " + kept.block());
        } else if (gap > maxBlocks) {
            refuse(gap + " blocks have come since, more than restore.blocks=" + maxBlocks);
        } else if (base == null || !Head.text(base.hash).equals(kept.hash())) {
            refuse("block " + kept.block() + " " + kept.hash() + " is not part of the chain any more");
        }
    }

    /** Finds out what is to be replayed. */
    private void prepare() {
        final Head head = Head.of(node.latest());
        near = node.headers(Math.max(base.number + 1, head.number - NEAR + 1), head.number).stream()
                .map(Head::of)
                .toList();
        newest = near.isEmpty() ? base : near.get(near.size() - 1);
        if (!linked()) {
            refuse("blocks up to " + head.number + " were replaced while they were looked up");
            return;
        }
        restored = pools.restore(kept);
        if (restored == 0) {
            refuse("none of its " + kept.pools().size() + " pools is followed as it was");
            return;
        }
        replay();
    }

    /** Whether each of the last blocks follows on the one before. */
    private boolean linked() {
        Head before = near.isEmpty() || near.get(0).number != base.number + 1 ? null : base;
        for (final Head head : near) {
            if (before != null && (head.number != before.number + 1 || !before.isSame(head.parent))) {
                return false;
            }
            before = head;
        }
        return true;
    }

    private void replay() {
        phase = Phase.REPLAYING;
        from = base.number + 1;
        lastBlock = base.number;
        wire.follows(base.number, base.hash);
        final StringBuilder names = new StringBuilder();
        for (int i = 0; i < pools.count() && pools.count() <= NAMED_POOLS; i++) {
            names.append(i == 0 ? "\"address\":[\"" : ",\"")
                    .append(pools.get(i).address)
                    .append('"');
        }
        addresses = names.isEmpty() ? "" : names.append("],").toString();
    }

    // ---- replay ----

    private void ask() throws IOException {
        to = Math.min(newest.number, from + range - 1);
        askedNs = System.nanoTime();
        request = wire.ask(
                "eth_getLogs",
                "[{\"fromBlock\":\"" + Hex.quantity(from) + "\",\"toBlock\":\"" + Hex.quantity(to) + "\"," + addresses
                        + "\"topics\":" + EventTopics.FILTER + "}]");
    }

    /** Whether an answer is to its request. */
    boolean asked(long id) {
        return request != 0 && id == request;
    }

    /** A log in the answer. What does not fit must not be told; the rest of the answer is passed over. */
    void onLog(MessageParser log) {
        if (refusal != null) {
            return;
        }
        final boolean before = log.number < lastBlock || (log.number == lastBlock && log.logIndex <= lastIndex);
        if (log.removed || before || log.number < from || log.number > to) {
            refusal = "the logs of blocks " + from + " to " + to + " are not in order at block " + log.number;
            return;
        }
        tellBefore(log.number);
        if (nextNear < near.size()
                && near.get(nextNear).number == log.number
                && !near.get(nextNear).isSame(log.hash)) {
            refusal = "block " + log.number + " was replaced while it was replayed";
            return;
        }
        lastBlock = log.number;
        lastIndex = log.logIndex;
        final int pool = pools.find(log);
        if (pool != PoolTable.NONE) {
            publish(log, pool);
        }
    }

    private void publish(MessageParser log, int pool) {
        final long result = out.log(log, pool);
        if (result == LogEncoder.MALFORMED) {
            refusal = "log " + log.logIndex + " of block " + log.number + " is malformed";
        } else if (result != LogEncoder.IRRELEVANT) {
            logs++;
        }
    }

    /** Tells the heads of blocks below one, as all their logs were told. */
    private void tellBefore(long number) {
        while (nextNear < near.size() && near.get(nextNear).number < number) {
            wire.tell(near.get(nextNear++), true);
        }
    }

    /** The end of the answer. */
    void onAnswer(boolean failed) {
        request = 0;
        if (!failed) {
            from = to + 1;
            range = Math.min(MAX_RANGE, 2 * range);
        } else if (range > 1) {
            range = Math.max(1, Math.min(range, to - from + 1) / 2);
        } else {
            refusal = "the node does not give the logs of block " + from;
        }
    }

    /** The node is asked once more whether the newest block is the same, since logs are asked for by height. */
    private void finish() {
        final String now = node.header(newest.number).map(BlockHeader::hash).orElse("none");
        if (!now.equals(Head.text(newest.hash))) {
            refuse("block " + newest.number + " was replaced while it was replayed");
            return;
        }
        tellBefore(newest.number);
        wire.tell(newest, wire.announcedAbove(newest.number));
        phase = Phase.ENDED;
        report("RESTORED", "");
        LOG.info(
                "{}: {} pools restored at block {}, {} blocks with {} logs replayed in {} ms",
                chain.name(),
                restored,
                kept.block(),
                status.blocks(),
                logs,
                status.replayMs());
    }
}
