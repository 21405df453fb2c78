package org.alphapulse.chain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A byte stream that does not block, over TCP or a Unix socket. */
class Wire implements AutoCloseable {
    private static final long WRITE_TIMEOUT_MS = 10_000;

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    /** Takes a channel over; closes it if that fails. */
    Wire(SocketChannel channel) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            readable = Selector.open();
            writable = Selector.open();
            channel.register(readable, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static Wire unix(Path path) throws IOException {
        return new Wire(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    static SocketChannel tcp(String host, int port, long timeoutMs) throws IOException {
        final SocketChannel channel =
                SocketChannel.open(host.contains(":") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            final SocketAddress address = new InetSocketAddress(host, port);
            channel.socket().connect(address, (int) timeoutMs);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException failed ? failed : new IOException("cannot connect to " + host, e);
        }
    }

    /** Reads what there is; 0 if nothing; never -1. */
    int read(ByteBuffer target) throws IOException {
        final int count = channel.read(target);
        if (count < 0) {
            throw new ClosedChannelException();
        }
        return count;
    }

    /** Writes all of it. */
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (channel.write(source) == 0) {
                awaitWritable();
            }
        }
    }

    private void awaitWritable() throws IOException {
        final SelectionKey known = channel.keyFor(writable);
        if (known == null) {
            channel.register(writable, SelectionKey.OP_WRITE);
        }
        if (writable.select(WRITE_TIMEOUT_MS) == 0) {
            throw new IOException("the other side takes nothing");
        }
        writable.selectedKeys().clear();
    }

    void await(long timeoutMs) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        try {
            readable.select(timeoutMs);
            readable.selectedKeys().clear();
        } catch (ClosedSelectorException closed) {
            throw (ClosedChannelException) new ClosedChannelException().initCause(closed);
        }
    }

    @Override
    public void close() {
        for (final AutoCloseable part : new AutoCloseable[] {channel, readable, writable}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception ignored) {
                // It is gone either way.
            }
        }
    }
}
