package org.alphapulse.devnet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way in to a node for HTTP and WebSocket, which can be cut, silenced and closed on request. The devnet's own calls take
 * another way, so that they work while this one is broken. Thread-safe.
 */
public final class Connections implements AutoCloseable {
    private final ServerSocket server;
    private volatile int nodePort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile OutputStream tap;
    private boolean silent;
    private boolean refusing;

    Connections(int port, int nodePort) {
        this.nodePort = nodePort;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on port " + port, taken);
        }
        start("devnet-accept", this::accept);
    }

    /**
     * The port that clients connect to, on the loopback address.
     *
     * @return a TCP port
     */
    public int port() {
        return server.getLocalPort();
    }

    /** New connections go to another port of the node. */
    void moved(int port) {
        nodePort = port;
    }

    /** Cuts all open connections at once, with a reset; new ones are accepted. */
    public void drop() {
        open.forEach(Connections::cut);
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes connections go silent: what the node says is held back, in order, until the silence ends.
     *
     * @param value whether to be silent
     */
    public void silence(boolean value) {
        lock.lock();
        try {
            silent = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes new connections be closed as soon as they are made.
     *
     * @param value whether to refuse
     */
    public void refuse(boolean value) {
        lock.lock();
        try {
            refusing = value;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Copies what clients send to somebody else as well, as it goes to the node. What goes over a WebSocket is masked.
     *
     * @param copy takes it, from several threads; null for nobody
     */
    public void tap(OutputStream copy) {
        tap = copy;
    }

    /**
     * The number of connections that clients hold now.
     *
     * @return a count
     */
    public int count() {
        return open.size() / 2;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException ignored) {
            // It is closed either way.
        }
        drop();
        silence(false);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closedOrNodeGone) {
                continue;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (refusing()) {
            cut(client);
            return;
        }
        Socket node;
        try {
            node = new Socket(InetAddress.getLoopbackAddress(), nodePort);
        } catch (IOException nodeGone) {
            cut(client);
            throw nodeGone;
        }
        client.setTcpNoDelay(true);
        node.setTcpNoDelay(true);
        open.add(client);
        open.add(node);
        AtomicInteger ended = new AtomicInteger();
        start("devnet-up", () -> copy(client, node, false, ended));
        start("devnet-down", () -> copy(node, client, true, ended));
    }

    private void copy(Socket from, Socket to, boolean silenceable, AtomicInteger ended) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (silenceable) {
                    awaitSpeech(from);
                }
                OutputStream listener = tap;
                if (listener != null && !silenceable) {
                    listener.write(buffer, 0, n);
                }
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
            if (ended.incrementAndGet() < 2) {
                return;
            }
        } catch (IOException broken) {
            // One side was cut, so the other has nobody to talk to.
        }
        cut(from);
        cut(to);
        open.remove(from);
        open.remove(to);
    }

    private boolean refusing() {
        lock.lock();
        try {
            return refusing;
        } finally {
            lock.unlock();
        }
    }

    private void awaitSpeech(Socket socket) {
        lock.lock();
        try {
            while (silent && !socket.isClosed()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException ignored) {
            // It is closed either way.
        }
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
