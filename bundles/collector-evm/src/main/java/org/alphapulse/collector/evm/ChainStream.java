package org.alphapulse.collector.evm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.chain.Backoff;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainStatus;
import org.alphapulse.chain.Connections;
import org.alphapulse.chain.HeadCheck;
import org.alphapulse.chain.MessageConnection;
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
 * blocks, when nothing of the next one was told yet, so that their events follow on what was read.
 *
 * <p>A block whose parent is not the newest block told is a gap or a reorganisation: its ancestors are fetched until one is known; what
 * is above that one is taken back, and the ancestors are told first.
 */
final class ChainStream implements MessageEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.collector.evm");
    private static final int MAX_ANCESTORS = 200;
    private static final int MAX_REORG = 64;
    private static final int MAX_RETRIES = 5;
    private static final int MAX_FAILED_LOADS = 3;
    private static final long SUBSCRIBE_HEADS = 1;
    private static final long SUBSCRIBE_LOGS = 2;
    private static final long FIRST_ID = 10;
    private static final long CHECK_PAUSE_MS = 300;
    private static final long RETRY_NS = 50_000_000L;
    private static final long AWAIT_MS = 1;

    /** What the watch over heads looks at. */
    record Witness(Node node, long number, String hash) {}

    private final ChainFile chain;
    private final ChainClient client;
    private final CollectorContext context;
    private final long silenceNs;
    private final long timeoutMs;
    private final long quarantineNs;
    private final Publisher out;
    private final StateReader reader;
    private final HeadCheck check;
    private final PoolTable pools = new PoolTable();
    private final Loads loads = new Loads();
    private final Blocks blocks = new Blocks();
    private final Told told = new Told();
    private final MessageParser parser = new MessageParser(this);
    private final ArrayDeque<Head> announced = new ArrayDeque<>();
    private final Queue<Pool> discovered = new ConcurrentLinkedQueue<>();
    private final long[] liveHash = new long[4];
    private final Map<Node, Backoff> backoffs = new HashMap<>();
    private final Map<Node, Long> notBefore = new HashMap<>();

    private Node node;
    private MessageConnection connection;
    private long nextAttemptNs;
    private long lastByteNs;
    private boolean probed;
    private Head confirming;
    private long confirmId;
    private long confirmSentNs;
    private long retryAtNs;
    private int retries;
    private long latestId;
    private long ids = FIRST_ID;
    private boolean liveForeign;
    private WarmUp warmUp;

    private volatile boolean closed;
    private volatile boolean inside;
    private volatile Witness witness;
    private volatile HeadCheck.Verdict verdict;
    private volatile Witness condemned;
    private volatile String problem = "not connected yet";
    private volatile String nodeName = "";
    private volatile long headBlock = -1;
    private volatile long headTimeSeconds;
    private volatile int poolCount;
    private volatile int loadedCount;
    private volatile long logs;
    private volatile long reorgs;
    private volatile long disconnects;
    private volatile long gaps;
    private volatile long quarantines;

    ChainStream(
            ChainFile chain,
            ChainClient client,
            CollectorContext context,
            long silenceNs,
            long timeoutMs,
            long quarantineNs) {
        this.chain = chain;
        this.client = client;
        this.context = context;
        this.silenceNs = silenceNs;
        this.timeoutMs = timeoutMs;
        this.quarantineNs = quarantineNs;
        this.out = new Publisher(context, chain.chainId(), () -> closed);
        this.reader = new StateReader(client);
        this.check = new HeadCheck(client, CHECK_PAUSE_MS);
        this.nextAttemptNs = System.nanoTime();
    }

    /** Takes a pool over. Any thread. */
    void discovered(Pool pool) {
        discovered.add(pool);
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
                poolCount,
                loadedCount,
                logs,
                reorgs,
                disconnects,
                gaps,
                quarantines);
    }

    /** Ends it and declares void what was told. Any other thread, after the duty cycle was ended. */
    void close() {
        closed = true;
        final MessageConnection open = connection;
        if (open != null) {
            open.close();
        }
        for (int i = 0; inside && i < 100; i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        if (!inside) {
            closed = false;
            out.invalidate(StateInvalidationFlyweight.REASON_DISCONNECT, 0);
            closed = true;
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
            if (!closed) {
                disconnect(e.getMessage());
            }
            return 1;
        } finally {
            inside = false;
        }
    }

    private int pass() throws IOException {
        if (warmUp == null) {
            warmUp = new WarmUp();
            warmUp.run();
        }
        if (connection == null) {
            return connectIfDue();
        }
        if (condemned != null) {
            leaveCondemned();
            return 1;
        }
        final int read = connection.poll(this::onMessage);
        final int work = read + takeDiscovered() + advance() + load();
        watch(read);
        if (work == 0) {
            // The thread sleeps until bytes come: looking for them again and again would take the core from the
            // engine's thread.
            warmUp.step();
            connection.await(AWAIT_MS);
        }
        return work + 1;
    }

    // ---- connection ----

    private int connectIfDue() throws IOException {
        final long now = System.nanoTime();
        if (now - nextAttemptNs < 0) {
            return 0;
        }
        for (final Node candidate : client.nodes()) {
            if (candidate.usable()
                    && !candidate.spec().streamUrl().isEmpty()
                    && now - notBefore.getOrDefault(candidate, now) >= 0) {
                connect(candidate);
                return 1;
            }
        }
        nextAttemptNs = now + 100_000_000L;
        return 0;
    }

    private void connect(Node to) throws IOException {
        node = to;
        final long id = to.call("eth_chainId").number();
        if (id != chain.chainId()) {
            quarantine(to, "it is on chain " + id + " instead of " + chain.chainId());
            throw new IOException("chain id " + id + " instead of " + chain.chainId());
        }
        final MessageConnection opened = Connections.open(to.spec().streamUrl(), timeoutMs, null);
        connection = opened;
        nodeName = to.name();
        reset();
        send(SUBSCRIBE_HEADS, "eth_subscribe", "[\"newHeads\"]");
        send(SUBSCRIBE_LOGS, "eth_subscribe", "[\"logs\",{\"topics\":" + EventTopics.FILTER + "}]");
        final Head head = Head.of(to.latest());
        believe(to, head);
        // The chain may have another history than the one told last: its hashes are forgotten as well.
        out.invalidate(StateInvalidationFlyweight.REASON_REORG, Math.max(1, head.number - 2 * MAX_REORG));
        out.invalidate(StateInvalidationFlyweight.REASON_DISCONNECT, 0);
        tell(head);
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).failedLoads < MAX_FAILED_LOADS) {
                loads.add(pools.get(i));
            }
        }
        to.succeeded();
        problem = loads.isEmpty() ? "" : "reading pools";
        LOG.info("{}: listening to {} from block {}", chain.name(), nodeName, head.number);
    }

    private void believe(Node who, Head head) throws IOException {
        try {
            final String hash = Head.text(head.hash);
            final HeadCheck.Verdict said = check.check(who, head.number, hash);
            if (said != HeadCheck.Verdict.AGREED) {
                throw new IOException(judge(who, head.number, hash, said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void reset() {
        announced.clear();
        loads.clear();
        blocks.clear();
        told.clear();
        confirming = null;
        latestId = 0;
        retries = 0;
        liveForeign = false;
        lastByteNs = System.nanoTime();
        probed = false;
        condemned = null;
        loadedCount = 0;
    }

    /** Gives the connection up; everything told becomes void at once. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void disconnect(String reason) {
        if (connection != null) {
            connection.close();
            connection = null;
            disconnects++;
        }
        witness = null;
        nodeName = "";
        for (int i = 0; i < pools.size(); i++) {
            pools.get(i).forget();
        }
        loadedCount = 0;
        out.invalidate(StateInvalidationFlyweight.REASON_DISCONNECT, 0);
        final long delay = backoffs.computeIfAbsent(node, any -> new Backoff()).failed();
        notBefore.put(node, System.nanoTime() + delay);
        problem = node.name() + ": " + reason;
        context.degraded(problem);
        LOG.warn("{}: {}", chain.name(), problem);
        nextAttemptNs = System.nanoTime();
    }

    private void leaveCondemned() {
        final Witness who = condemned;
        condemned = null;
        if (who.node() == node && blocks.knows(who.number())) {
            disconnect(judge(node, who.number(), who.hash(), verdict));
        }
    }

    /** Sets a node aside if it lied; if nobody knows who lies, none is believed until they agree. */
    private String judge(Node who, long number, String hash, HeadCheck.Verdict what) {
        if (what == HeadCheck.Verdict.DISPUTED) {
            return "disputed: as many nodes deny as confirm block " + number + " " + hash;
        }
        final String why = "it lied: block " + number + " is not " + hash + " by the other nodes";
        quarantine(who, why);
        return why;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void quarantine(Node who, String why) {
        who.quarantine(why, quarantineNs);
        quarantines++;
    }

    private void watch(int read) throws IOException {
        final long now = System.nanoTime();
        if (read > 0) {
            lastByteNs = now;
            probed = false;
        } else if (now - lastByteNs > silenceNs) {
            throw new IOException("silent for " + silenceNs / 1_000_000 + " ms");
        } else if (!probed && now - lastByteNs > silenceNs / 2) {
            probed = true;
            askLatest();
        }
        if (confirming != null && retryAtNs == 0 && now - confirmSentNs > silenceNs) {
            throw new IOException("no logs of block " + confirming.number + " within " + silenceNs / 1_000_000 + " ms");
        }
    }

    private void send(long id, String method, String parameters) throws IOException {
        connection.send(
                ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private void askLatest() throws IOException {
        latestId = ++ids;
        send(latestId, "eth_getBlockByNumber", "[\"latest\",false]");
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
        if (id != 0 && id != latestId) {
            return;
        }
        if (!blocks.is(parser.number, parser.hash)) {
            announced.add(Head.of(parser));
        }
    }

    @Override
    public int known(long id, int at, int end) {
        return id == confirmId && confirming != null ? told.repeated(parser.text, at, end) : 0;
    }

    @Override
    public void onLog(long id) {
        final Pool pool = pools.find(parser.address0, parser.address1, parser.address2);
        if (id != 0) {
            if (id == confirmId && confirming != null && pool != null && pool.loaded()) {
                confirmed(pool);
            }
        } else if (parser.removed) {
            liveForeign = true;
        } else if (pool != null && pool.loaded()) {
            live(pool);
        }
    }

    /**
     * A log of the next block is told at once, whether the block was announced already or not; any other is told when its block's turn
     * comes.
     */
    private void live(Pool pool) {
        final Head next = confirming == null ? announced.peek() : confirming;
        if (parser.number != blocks.head() + 1 || (next != null && !next.isSame(parser.hash))) {
            return;
        }
        if (!told.any()) {
            System.arraycopy(parser.hash, 0, liveHash, 0, 4);
        } else if (!java.util.Arrays.equals(liveHash, parser.hash)) {
            return;
        }
        if (!told.contains(parser.logIndex)) {
            publish(pool);
            told.keep(parser.text, parser.objectAt, parser.objectLength());
        }
    }

    private void confirmed(Pool pool) {
        if (told.contains(parser.logIndex)) {
            return;
        }
        if (pool.lastBlock == parser.number && pool.lastLogIndex > parser.logIndex) {
            reload(pool, "log " + parser.logIndex + " of block " + parser.number + " came after a later one");
        } else {
            publish(pool);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void publish(Pool pool) {
        final long result = out.log(parser, pool);
        told.add(parser.logIndex);
        if (result == LogEncoder.IRRELEVANT) {
            return;
        }
        if (result == LogEncoder.MALFORMED) {
            reload(pool, "a malformed log in block " + parser.number);
            return;
        }
        pool.lastBlock = parser.number;
        pool.lastLogIndex = parser.logIndex;
        logs++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void reload(Pool pool, String why) {
        LOG.warn("{}: pool {} is read again: {}", chain.name(), pool.address, why);
        gaps++;
        loadedCount--;
        out.invalidate(pool, StateInvalidationFlyweight.REASON_GAP);
        loads.add(pool);
    }

    @Override
    public void onAnswer(long id, boolean failed) {
        if (failed && (id == SUBSCRIBE_HEADS || id == SUBSCRIBE_LOGS)) {
            throw new IllegalArgumentException("the node refuses a subscription");
        }
        if (id == confirmId && confirming != null) {
            if (failed) {
                retries++;
                retryAtNs = System.nanoTime() + RETRY_NS;
            } else {
                complete();
            }
        }
    }

    // ---- blocks ----

    private void complete() {
        final Head head = confirming;
        confirming = null;
        confirmId = 0;
        retries = 0;
        tell(head);
    }

    private void tell(Head head) {
        out.head(head);
        blocks.add(head.number, head.hash);
        told.clear();
        headTimeSeconds = head.timestamp;
        headBlock = head.number;
        witness = new Witness(node, head.number, Head.text(head.hash));
    }

    private int advance() throws IOException {
        if (confirming != null) {
            retryIfDue();
            return 0;
        }
        if (liveForeign) {
            liveForeign = false;
            askLatest();
        }
        final Head head = announced.poll();
        if (head == null) {
            return 0;
        }
        if (blocks.is(head.number, head.hash)) {
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
        confirming = head;
        confirmId = ++ids;
        confirmSentNs = System.nanoTime();
        told.rewind();
        retryAtNs = 0;
        send(
                confirmId,
                "eth_getLogs",
                "[{\"blockHash\":\"" + Head.text(head.hash) + "\",\"topics\":" + EventTopics.FILTER + "}]");
    }

    /** A node may announce a block before it can tell its logs; and a block may be gone since it was announced. */
    private void retryIfDue() throws IOException {
        if (retryAtNs == 0 || System.nanoTime() - retryAtNs < 0) {
            return;
        }
        if (retries < MAX_RETRIES && node.header(Head.text(confirming.hash)).isPresent()) {
            confirm(confirming);
            return;
        }
        confirming = null;
        confirmId = 0;
        retries = 0;
        if (told.any()) {
            takeBack(blocks.head(), false);
        }
        askLatest();
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
            final Optional<BlockHeader> parent = node.header(Head.text(lowest.parent));
            if (parent.isEmpty()) {
                // The branch is gone already; another one will be announced, or has been.
                if (announced.isEmpty()) {
                    askLatest();
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
        blocks.truncate(ancestor);
        told.clear();
        headBlock = ancestor;
        if (reorg) {
            reorgs++;
        }
        for (int i = 0; i < pools.size(); i++) {
            final Pool pool = pools.get(i);
            if (pool.loadedAt > ancestor) {
                loadedCount--;
                loads.add(pool);
            }
            pool.lastBlock = Math.min(pool.lastBlock, ancestor);
        }
    }

    // ---- pools ----

    private int takeDiscovered() {
        int taken = 0;
        for (Pool pool = discovered.poll(); pool != null; pool = discovered.poll()) {
            if (pools.add(pool)) {
                out.meta(pool);
                loads.add(pool);
                taken++;
            }
            if (taken == 1_000) {
                break;
            }
        }
        if (taken > 0) {
            poolCount = pools.size();
        }
        return taken;
    }

    /** Reads the state of some pools, if nothing of the next block was told yet. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private int load() {
        if (loads.isEmpty() || confirming != null || !announced.isEmpty() || told.any() || blocks.head() < 0) {
            return 0;
        }
        final long block = blocks.head();
        final List<Pool> part = loads.take();
        final List<PoolSnapshot> states = reader.read(node, part, block);
        final String hash = node.header(block).map(BlockHeader::hash).orElse("");
        if (!hash.equalsIgnoreCase(blocks.text(block))) {
            // Read on another branch; its head is about to be announced.
            part.forEach(loads::add);
            liveForeign = true;
            return 1;
        }
        for (int i = 0; i < part.size(); i++) {
            final Pool pool = part.get(i);
            if (states.get(i) != null) {
                out.snapshot(states.get(i), block);
                pool.loadedAt = block;
                pool.failedLoads = 0;
                loadedCount++;
            } else if (++pool.failedLoads < MAX_FAILED_LOADS) {
                loads.add(pool);
            } else {
                LOG.warn("{}: {} does not answer as a pool and is left out", chain.name(), pool.address);
            }
        }
        if (loads.isEmpty()) {
            problem = "";
            backoffs.remove(node);
            context.recovered();
            LOG.info("{}: {} of {} pools told at block {}", chain.name(), loadedCount, pools.size(), block);
        }
        return 1;
    }
}
