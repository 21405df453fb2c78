package org.alphapulse.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Answers each line that comes over a Unix socket with a line, each client on a thread of its own. */
final class LineServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path socket;
    private final UnaryOperator<String> answer;

    LineServer(Path socket, UnaryOperator<String> answer) throws IOException {
        this.socket = socket;
        this.answer = answer;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        start(this::accept);
    }

    private static void start(Runnable loop) {
        final Thread thread = new Thread(loop, "alphapulse-benchmark-node");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                final SocketChannel client = server.accept();
                start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The run is over.
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final ByteBuffer bytes =
                        ByteBuffer.wrap((answer.apply(line) + "\n").getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        } catch (IOException gone) {
            // The client went away.
        }
    }

    boolean isOpen() {
        return server.isOpen();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }
}
