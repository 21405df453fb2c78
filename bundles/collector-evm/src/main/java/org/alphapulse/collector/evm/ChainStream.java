package org.alphapulse.collector.evm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainStatus;
import org.alphapulse.chain.HeadCheck;
import org.alphapulse.chain.MessageConnection;
import org.alphapulse.chain.MessageHandler;
import org.alphapulse.chain.Node;
import org.alphapulse.chain.RpcException;
import org.alphapulse.chain.UnreachableException;
import org.alphapulse.protocol.StateInvalidationFlyweight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one chain through one node at a time. Runs as a duty cycle; all state belongs to that thread unless said otherwise.
 *
 * <p>Blocks are told in order, each after its parent. Logs of the block after the newest are told as they come; when that block is
 * announced all its logs are asked for by its hash over the same connection, those that were missed are told too, and then the block
 * itself. So there is no hole, whatever the node's subscriptions lose or reorder. Pools are read at the newest block between two
 * blocks, when nothing of the next one has come yet, told or not, so that their events follow on what was read.
 *
 * <p>A block whose parent is not the newest block told is a gap or a reorganisation: its ancestors are fetched until one is known; what
 * is above that one is taken back, and the ancestors are told first.
 */
final class ChainStream implements MessageEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.collector.evm");
    private static final int MAX_ANCESTORS = 200;
    private static final int MAX_REORG = 64;
    /** Blocks that may wait for their turn: more than come on quick chains while a restart replays for half an hour. */
    static final int MAX_ANNOUNCED = 10_000;

    /**
     * Blocks announced above one that is told, with which it still counts as the newest. Where blocks come quickly the next one is often
     * announced while the logs of the one before are asked for, and each hold costs the strategies a refresh of all rates.
     */
    private static final int SLACK_BLOCKS = 1;

    /** What the watch over heads looks at. */
    record Witness(Node node, long number, String hash) {}

    /**
     * What is waited for.
     *
     * @param silenceNs nanoseconds without a byte after which a node counts as gone
     * @param timeoutMs milliseconds that a call may take
     * @param quarantineNs nanoseconds for which a node that lied is not asked
     * @param restoreBlocks blocks since the last clean stop that are replayed at most
     */
    record Limits(long silenceNs, long timeoutMs, long quarantineNs, long restoreBlocks) {}

    private final ChainFile chain;
    private final CollectorContext context;
    private final Limits limits;
    private final Publisher out;
    private final NodeChoice nodes;
    private final FollowedPools pools;
    private final Restart restart;
    private final Blocks blocks = new Blocks();
    private final Told told = new Told();
    private final MessageParser parser = new MessageParser(this);
    private final NodeConnection connection;
    private final MessageHandler handler = this::onMessage;
    private final WarmUp warmUp;
    private final ArrayDeque<Head> announced = new ArrayDeque<>();
    private final Confirmation confirmation = new Confirmation();
    private final long[] liveHash = new long[4];

    private Node node;
    private long nextAttemptNs;
    private boolean liveForeign;
    /** Whether nothing of the chain is tradable by what was told last, until the next block is told. */
    private boolean held = true;
    /** The block told last. */
    private Head last;
    /** Block of a log that was not told when it came, as of a pool that was not read: what is read before that block's end lacks it. */
    private long passedOver;

    private volatile boolean closed;
    private volatile boolean inside;
    private volatile Witness witness;
    private volatile HeadCheck.Verdict verdict;
    private volatile Witness condemned;
    private volatile String problem = "not connected yet";
    private volatile String nodeName = "";
    private volatile long headBlock = -1;
    private volatile long headTimeSeconds;
    private volatile long logs;
    private volatile long holds;
    private volatile long reorgs;
    private volatile long disconnects;

    /** Makes one that knows no pool and is not connected. */
    ChainStream(ChainFile chain, ChainClient client, CollectorContext context, Limits limits) {
        this(chain, client, context, limits, new WarmUp(chain, client, context, limits));
    }

    /** Makes one that is not warmed up if {@code warmUp} is null. */
    ChainStream(ChainFile chain, ChainClient client, CollectorContext context, Limits limits, WarmUp warmUp) {
        this.warmUp = warmUp;
        this.chain = chain;
        this.context = context;
        this.limits = limits;
        final PoolTable table = new PoolTable();
        this.out = new Publisher(context, chain.chainId(), table, () -> closed);
        this.pools = new FollowedPools(chain.name(), client, table, out);
        this.restart = new Restart(chain, context, out, pools, new Wire(), limits.restoreBlocks(), limits.timeoutMs());
        this.nodes = new NodeChoice(client, limits.quarantineNs());
        this.connection = new NodeConnection(limits.silenceNs(), limits.timeoutMs());
        this.nextAttemptNs = System.nanoTime();
    }

    /** Takes a pool over. Any thread. */
    void discovered(Pool pool) {
        pools.discovered(pool);
    }

    /** All pools that earlier runs have found were handed over. Any thread. */
    void listed() {
        restart.listed();
    }

    /** The newest block told and who said so, or null. Any thread. */
    Witness witness() {
        return witness;
    }

    /** Tells that what a node says is not to be believed: it is left at once. Any thread. */
    void condemn(Witness who, HeadCheck.Verdict what) {
        verdict = what;
        condemned = who;
    }

    /** A moment of it. Any thread. */
    ChainStatus status() {
        return new ChainStatus(
                chain.name(),
                chain.chainId(),
                nodeName,
                problem,
                headBlock,
                headTimeSeconds,
                pools.count(),
                pools.told(),
                logs,
                holds,
                reorgs,
                disconnects,
                pools.gaps(),
                pools.divergences(),
                nodes.quarantines(),
                restart.status());
    }

    /** Ends it; what was told is then for the runtime to declare void. Any other thread, after the duty cycle was ended. */
    void close() {
        closed = true;
        connection.cut();
        for (int i = 0; inside && i < 100; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    /** One pass. */
    int doWork() {
        inside = true;
        try {
            return closed ? 0 : pass();
        } catch (Publisher.ClosedException e) {
            return 0;
        } catch (IOException | UnreachableException | RpcException | IllegalArgumentException e) {
            return fail(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever a node says, the thread goes on, and nothing is tradable by what was told before.
            LOG.warn("{}: unexpected", chain.name(), e);
            return fail("cannot make sense of what it says: " + e);
        } finally {
            inside = false;
        }
    }

    private int fail(String reason) {
        if (!closed) {
            disconnect(reason);
        }
        return 1;
    }

    private int pass() throws IOException {
        if (warmUp != null) {
            warmUp.run();
        }
        if (!connection.isOpen()) {
            return connectIfDue();
        }
        if (condemned != null) {
            leaveCondemned();
            return 1;
        }
        final int read = connection.poll(handler);
        final int work = read + pools.take() + (restart.active() ? restart() : recover() + advance() + readPools());
        connection.watch(read, System.nanoTime());
        connection.watchHeads(passedOver <= blocks.head() + 1 || confirmation.isUnderWay() || !announced.isEmpty());
        watchConfirmation();
        if (work == 0) {
            // The thread sleeps until bytes come: looking for them again and again would take the core from the
            // engine's thread.
            if (warmUp != null) {
                warmUp.again();
            }
            connection.await();
        }
        return work + 1;
    }

    private int restart() throws IOException {
        final int work = restart.step();
        if (!restart.active()) {
            endRestart();
        }
        return work;
    }

    private void endRestart() throws IOException {
        if (restart.status().outcome().equals("RESTORED")) {
            followed();
        } else {
            blocks.clear();
            told.clear();
            final Head head = Head.of(node.latest());
            nodes.believe(node, head);
            readAll(head);
        }
        // What was announced meanwhile is told, or was passed over.
        announced.removeIf(head -> head.number <= blocks.head());
    }

    // ---- connection ----

    private int connectIfDue() throws IOException {
        final long now = System.nanoTime();
        if (now - nextAttemptNs < 0) {
            return 0;
        }
        final Node candidate = nodes.next(now);
        if (candidate != null) {
            connect(candidate);
            return 1;
        }
        nextAttemptNs = now + 100_000_000L;
        return 0;
    }

    private void connect(Node to) throws IOException {
        node = to;
        final long id = to.call("eth_chainId").number();
        if (id != chain.chainId()) {
            nodes.quarantine(to, "it is on chain " + id + " instead of " + chain.chainId());
            throw new IOException("chain id " + id + " instead of " + chain.chainId());
        }
        connection.open(to.spec().streamUrl());
        nodeName = to.name();
        reset();
        connection.subscribe();
        final Head head = Head.of(to.latest());
        nodes.believe(to, head);
        LOG.info("{}: listening to {} from block {}", chain.name(), nodeName, head.number);
        if (restart.begin(to)) {
            problem = "replaying what happened since the last stop";
        } else {
            readAll(head);
        }
        to.succeeded();
    }

    /** Begins anew at a block. */
    private void readAll(Head head) {
        // The chain may have another history than the one told last: its hashes are forgotten as well.
        out.invalidate(StateInvalidationFlyweight.REASON_REORG, Math.max(1, head.number - 2 * MAX_REORG));
        out.invalidate(StateInvalidationFlyweight.REASON_DISCONNECT, 0);
        tell(head, false);
        pools.readAll();
        problem = pools.allRead() ? "" : "reading pools";
    }

    /** All pools that are known were told. */
    private void followed() {
        problem = pools.allRead() ? "" : "reading pools";
        if (pools.allRead()) {
            nodes.succeeded(node);
            context.recovered();
            LOG.info("{}: {} of {} pools told at block {}", chain.name(), pools.told(), pools.count(), blocks.head());
        }
    }

    /**
     * Follows a made-up chain over a connection that is open, from a block on at which its pools count as told. For {@link WarmUp}, where
     * there is no node.
     */
    void follow(Node to, MessageConnection madeUp, List<Pool> known, Head from) {
        node = to;
        restart.begin(to);
        connection.open(madeUp);
        known.forEach(pools::discovered);
        pools.take();
        pools.restore(new RestoredChain(
                from.number, "", known.stream().collect(Collectors.toMap(pool -> pool.id, Pool::terms)), "", 0));
        tell(from, false);
    }

    private void reset() {
        announced.clear();
        pools.forget();
        blocks.clear();
        told.clear();
        confirmation.end();
        liveForeign = false;
        held = true;
        passedOver = 0;
        condemned = null;
    }

    /** Gives the connection up; everything told becomes void at once. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void disconnect(String reason) {
        if (connection.close()) {
            disconnects++;
        }
        witness = null;
        nodeName = "";
        pools.forget();
        if (restart.active()) {
            restart.refuse(reason);
        }
        if (!restart.isNew()) {
            out.invalidate(StateInvalidationFlyweight.REASON_DISCONNECT, 0);
        }
        nodes.failed(node);
        problem = node.name() + ": " + reason;
        context.degraded(problem);
        LOG.warn("{}: {}", chain.name(), problem);
        nextAttemptNs = System.nanoTime();
    }

    private void leaveCondemned() {
        final Witness who = condemned;
        condemned = null;
        if (who.node() == node && blocks.knows(who.number())) {
            disconnect(nodes.judge(node, who.number(), who.hash(), verdict));
        }
    }

    private void watchConfirmation() throws IOException {
        if (confirmation.isOverdue(connection.listenedNs(), limits.silenceNs())) {
            throw new IOException("no logs of block " + confirmation.head().number + " within "
                    + limits.silenceNs() / 1_000_000 + " ms");
        }
    }

    // ---- what the node says ----

    private void onMessage(byte[] buffer, int offset, int length) {
        out.received();
        if (!parser.parse(buffer, offset, length)) {
            throw new IllegalArgumentException("malformed message");
        }
    }

    @Override
    public void onHead(long id) {
        if (id != 0 && !connection.isLatest(id)) {
            return;
        }
        if (blocks.is(parser.number, parser.hash)) {
            return;
        }
        if (announced.size() >= MAX_ANNOUNCED) {
            throw new IllegalArgumentException("over " + MAX_ANNOUNCED + " blocks are announced and not told");
        }
        announced.add(Head.of(parser));
        // One more than where a block is told, as the next one is under way.
        if (parser.number - blocks.head() > SLACK_BLOCKS + 1) {
            hold();
        }
    }

    @Override
    public int known(long id, int at, int end) {
        return confirmation.isAnswer(id) ? told.repeated(parser.text, at, end) : 0;
    }

    @Override
    public void onLog(long id) {
        if (restart.asked(id)) {
            restart.onLog(parser);
            return;
        }
        final int pool = pools.find(parser);
        if (id != 0) {
            if (confirmation.isAnswer(id)) {
                confirmed(pool);
            }
        } else if (parser.removed) {
            liveForeign = true;
        } else if (pool != PoolTable.NONE && !restart.active()) {
            live(pool);
        } else {
            passOver();
        }
    }

    private void passOver() {
        // A number far above would be a lie, and keep pools from being read for ever.
        if (parser.number - blocks.head() < MAX_REORG) {
            passedOver = Math.max(passedOver, parser.number);
        }
    }

    /**
     * A log of the next block is told at once, whether the block was announced already or not; any other is told when its block's turn
     * comes.
     */
    private void live(int pool) {
        final Head next = confirmation.isUnderWay() ? confirmation.head() : announced.peek();
        if (parser.number != blocks.head() + 1 || (next != null && !next.isSame(parser.hash))) {
            passOver();
            return;
        }
        if (!told.any()) {
            System.arraycopy(parser.hash, 0, liveHash, 0, 4);
        } else if (!java.util.Arrays.equals(liveHash, parser.hash)) {
            return;
        }
        // One after which its pool was changed already is found when the block is confirmed; then the pool is read
        // again.
        if (!told.contains(parser.logIndex) && !told.hasLater(pools.number(pool), parser.logIndex)) {
            publish(pool);
            told.keep(parser.text, parser.objectAt, parser.objectLength());
        }
    }

    private void confirmed(int pool) {
        final Head head = confirmation.head();
        if (parser.number != head.number || !head.isSame(parser.hash)) {
            throw new IllegalArgumentException("asked for the logs of block " + head.number + " it gave one of block "
                    + parser.number + " " + Head.text(parser.hash));
        }
        if (pool == PoolTable.NONE || told.contains(parser.logIndex)) {
            return;
        }
        if (told.hasLater(pools.number(pool), parser.logIndex)) {
            pools.reload(pool, "log " + parser.logIndex + " of block " + parser.number + " came after a later one");
        } else {
            publish(pool);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void publish(int pool) {
        final long result = out.log(parser, pool);
        told.add(parser.logIndex);
        if (result == LogEncoder.IRRELEVANT) {
            return;
        }
        if (result == LogEncoder.MALFORMED) {
            pools.reload(pool, "a malformed log in block " + parser.number);
            return;
        }
        told.changed(pools.number(pool), parser.logIndex);
        logs++;
    }

    @Override
    public void onAnswer(long id, boolean failed) {
        if (failed && NodeConnection.isSubscription(id)) {
            throw new IllegalArgumentException("the node refuses a subscription");
        }
        if (restart.asked(id)) {
            restart.onAnswer(failed);
        } else if (confirmation.isAnswer(id)) {
            if (failed) {
                confirmation.failed(System.nanoTime());
            } else {
                complete();
            }
        }
    }

    // ---- blocks ----

    private void complete() {
        final Head head = confirmation.head();
        confirmation.end();
        // The last one announced is the newest, also when a way to it was found.
        final Head newest = announced.peekLast();
        tell(head, newest != null && newest.number - head.number > SLACK_BLOCKS);
    }

    /** Tells the newest block once more, with which nothing is tradable: the next one may take its time, and others wait behind it. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void hold() {
        if (!held) {
            held = true;
            holds++;
            out.head(last, true);
        }
    }

    private void tell(Head head, boolean behind) {
        out.head(head, behind);
        last = head;
        held = behind;
        blocks.add(head.number, head.hash);
        told.clear();
        headTimeSeconds = head.timestamp;
        headBlock = head.number;
        witness = new Witness(node, head.number, Head.text(head.hash));
    }

    private int advance() throws IOException {
        if (confirmation.isUnderWay()) {
            retryIfDue();
            return 0;
        }
        if (liveForeign) {
            liveForeign = false;
            connection.askLatest();
        }
        final Head head = announced.poll();
        if (head == null) {
            return 0;
        }
        if (blocks.is(head.number, head.hash) || head.number < blocks.lowest()) {
            return 1;
        }
        if (head.number != blocks.head() + 1 || !blocks.is(head.number - 1, head.parent)) {
            bridge(head);
            return 1;
        }
        if (told.any() && !head.isSame(liveHash)) {
            takeBack(blocks.head(), false);
        }
        confirm(head);
        return 1;
    }

    private void confirm(Head head) throws IOException {
        told.rewind();
        confirmation.asked(head, connection.askLogs(head.hash), connection.listenedNs());
    }

    /** A block may be gone since it was announced. */
    private void retryIfDue() throws IOException {
        if (!confirmation.isRetryDue(System.nanoTime())) {
            return;
        }
        final Head head = confirmation.head();
        if (confirmation.mayRetry() && node.header(Head.text(head.hash)).isPresent()) {
            confirm(head);
            return;
        }
        confirmation.end();
        if (told.any()) {
            takeBack(blocks.head(), false);
        }
        connection.askLatest();
    }

    /** Finds the way from what was told to a block that does not follow on it. */
    private void bridge(Head head) throws IOException {
        final List<Head> way = new ArrayList<>();
        way.add(head);
        while (!blocks.is(way.get(0).number - 1, way.get(0).parent)) {
            final Head lowest = way.get(0);
            if (way.size() > MAX_ANCESTORS || lowest.number <= 1 || blocks.head() - lowest.number >= MAX_REORG) {
                throw new IOException("block " + head.number + " is too far from block " + blocks.head());
            }
            hold();
            final Optional<BlockHeader> parent = node.header(Head.text(lowest.parent));
            if (parent.isEmpty()) {
                // The branch is gone already; another one will be announced, or has been.
                if (announced.isEmpty()) {
                    connection.askLatest();
                }
                return;
            }
            way.add(0, Head.of(parent.get()));
        }
        final long ancestor = way.get(0).number - 1;
        if (ancestor < blocks.head()) {
            LOG.info("{}: blocks {} to {} were replaced", chain.name(), ancestor + 1, blocks.head());
            takeBack(ancestor, true);
        } else if (told.any() && !way.get(0).isSame(liveHash)) {
            takeBack(ancestor, false);
        }
        for (int i = way.size() - 1; i >= 0; i--) {
            announced.addFirst(way.get(i));
        }
    }

    /** Takes back what was told of blocks after one. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void takeBack(long ancestor, boolean reorg) {
        out.invalidate(StateInvalidationFlyweight.REASON_REORG, ancestor);
        held = true;
        blocks.truncate(ancestor);
        told.clear();
        headBlock = ancestor;
        if (reorg) {
            reorgs++;
        }
        pools.takeBack(ancestor);
    }

    /** Takes the pools that the engine found to contradict the chain. */
    private int recover() {
        return pools.recover(context.diverged(chain.chainId()), System.nanoTime());
    }

    /** Reads the state of some pools, if nothing of the next block has come yet. */
    private int readPools() {
        final boolean amid =
                confirmation.isUnderWay() || !announced.isEmpty() || told.any() || passedOver > blocks.head();
        if (pools.allRead() || amid || blocks.head() < 0) {
            return 0;
        }
        if (pools.read(node, blocks.head(), blocks.text(blocks.head()))) {
            followed();
        } else {
            // Read on another branch; its head is about to be announced.
            liveForeign = true;
        }
        return 1;
    }

    /** What a restart needs of the stream. */
    private final class Wire implements Restart.Wire {
        @Override
        public long ask(String method, String parameters) throws IOException {
            return connection.ask(method, parameters);
        }

        @Override
        public void follows(long number, long[] hash) {
            blocks.add(number, hash);
        }

        @Override
        public void tell(Head head, boolean behind) {
            ChainStream.this.tell(head, behind);
        }

        @Override
        public boolean announcedAbove(long number) {
            return announced.stream().anyMatch(head -> head.number > number);
        }
    }
}
