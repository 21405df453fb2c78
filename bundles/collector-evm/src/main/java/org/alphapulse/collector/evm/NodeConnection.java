package org.alphapulse.collector.evm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.alphapulse.chain.Connections;
import org.alphapulse.chain.MessageConnection;
import org.alphapulse.chain.MessageHandler;

/**
 * The connection to the node that is listened to, with its subscriptions. It is watched for silence: when nothing has come for half the
 * time allowed, or logs of later blocks but no head, the node is asked for its newest block. Only time in which somebody listened counts:
 * after a pause of this process, or a long call between two looks, what the node said meanwhile may be waiting. Belongs to the stream's thread, except {@link #cut}.
 */
final class NodeConnection {
    private static final long SUBSCRIBE_HEADS = 1;
    private static final long SUBSCRIBE_LOGS = 2;
    private static final long FIRST_ID = 10;
    private static final long AWAIT_MS = 1;
    /** More than the time between two looks while nothing else is done. */
    private static final long LISTENED_NS = 100_000_000L;

    private static final int ID_DIGITS = 19;
    private static final String LOGS = "{\"jsonrpc\":\"2.0\",\"id\":";
    private static final String OF_BLOCK = ",\"method\":\"eth_getLogs\",\"params\":[{\"blockHash\":\"0x";

    private final long silenceNs;
    private final long timeoutMs;
    /** The request for a block's logs, in which id and hash are written each time: it is sent while the block's logs come. */
    private final byte[] logsOfBlock = (LOGS + " ".repeat(ID_DIGITS) + OF_BLOCK + "0".repeat(64) + "\",\"topics\":"
                    + EventTopics.FILTER + "}]}")
            .getBytes(StandardCharsets.US_ASCII);

    private volatile MessageConnection open;
    private long ids = FIRST_ID;
    private long latestId;
    private long lastLookNs;
    private long listenedNs;
    private long lastByteNs;
    private long lastHeadNs;
    private boolean probed;

    NodeConnection(long silenceNs, long timeoutMs) {
        this.silenceNs = silenceNs;
        this.timeoutMs = timeoutMs;
    }

    boolean isOpen() {
        return open != null;
    }

    void open(String url) throws IOException {
        open(Connections.open(url, timeoutMs, null));
    }

    /** Takes a connection that is open already. */
    void open(MessageConnection connection) {
        open = connection;
        latestId = 0;
        lastLookNs = System.nanoTime();
        lastByteNs = listenedNs;
        lastHeadNs = listenedNs;
        probed = false;
    }

    /** Asks for all heads, and for the logs of all contracts with topics of pools. */
    void subscribe() throws IOException {
        send(SUBSCRIBE_HEADS, "eth_subscribe", "[\"newHeads\"]");
        send(SUBSCRIBE_LOGS, "eth_subscribe", "[\"logs\",{\"topics\":" + EventTopics.FILTER + "}]");
    }

    /** Whether an answer is to a subscription. */
    static boolean isSubscription(long id) {
        return id == SUBSCRIBE_HEADS || id == SUBSCRIBE_LOGS;
    }

    /** Sends a request; gives its id. */
    long ask(String method, String parameters) throws IOException {
        send(++ids, method, parameters);
        return ids;
    }

    /** Asks for the logs of a block by its hash; gives the id. */
    long askLogs(long[] hash) throws IOException {
        long left = ++ids;
        for (int at = LOGS.length() + ID_DIGITS - 1; left > 0; at--) {
            logsOfBlock[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        Head.digits(logsOfBlock, LOGS.length() + ID_DIGITS + OF_BLOCK.length(), hash);
        open.send(logsOfBlock);
        return ids;
    }

    /** Asks for the newest block. */
    void askLatest() throws IOException {
        latestId = ask("eth_getBlockByNumber", "[\"latest\",false]");
    }

    /** Whether an answer is to the last question for the newest block. */
    boolean isLatest(long id) {
        return id == latestId;
    }

    private void send(long id, String method, String parameters) throws IOException {
        open.send(
                ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Hands on the messages that have come; gives the number of bytes. */
    int poll(MessageHandler handler) throws IOException {
        return open.poll(handler);
    }

    /** Notes how many bytes have come in a pass, by the time now; fails if there were none for longer than allowed. */
    void watch(int read, long nowNs) throws IOException {
        listenedNs += Math.min(nowNs - lastLookNs, LISTENED_NS);
        lastLookNs = nowNs;
        if (read > 0) {
            lastByteNs = listenedNs;
            probed = false;
        } else if (listenedNs - lastByteNs > silenceNs) {
            throw new IOException("silent for " + silenceNs / 1_000_000 + " ms");
        } else if (!probed && listenedNs - lastByteNs > silenceNs / 2) {
            probed = true;
            askLatest();
        }
    }

    /** Notes whether all blocks of which something is known are announced, after {@link #watch}; asks again and again while they are not. */
    void watchHeads(boolean announced) throws IOException {
        if (announced) {
            lastHeadNs = listenedNs;
        } else if (listenedNs - lastHeadNs > silenceNs / 2) {
            lastHeadNs = listenedNs;
            askLatest();
        }
    }

    /** How long somebody has listened, in nanoseconds, as of the last {@link #watch}. */
    long listenedNs() {
        return listenedNs;
    }

    /** Waits a moment for bytes. */
    void await() throws IOException {
        open.await(AWAIT_MS);
    }

    /** Gives it up; false if it is not open. */
    boolean close() {
        if (open == null) {
            return false;
        }
        open.close();
        open = null;
        return true;
    }

    /** Has it fail at once, if it is open. Any thread. */
    void cut() {
        final MessageConnection now = open;
        if (now != null) {
            now.close();
        }
    }
}
