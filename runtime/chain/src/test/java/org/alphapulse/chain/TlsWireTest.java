package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsWireTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path folder;

    private SSLContext context;

    @BeforeEach
    void makeCertificate() throws Exception {
        final Path store = folder.resolve("store.p12");
        final Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        final KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        final TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    /** Answers the handshake, then echoes one message of 200,000 bytes in two fragments, with a ping between. */
    private void serve(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            WebSocketPeer.shakeHands(socket);
            final InputStream in = socket.getInputStream();
            final OutputStream out = socket.getOutputStream();
            final byte[] frame = in.readNBytes(14 + 200_000);
            final byte[] text = new byte[200_000];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) (frame[14 + i] ^ frame[10 + (i & 3)]);
            }
            fragment(out, 0x01, text, 0, 150_000);
            out.write(new byte[] {(byte) 0x89, 2, 7, 8});
            fragment(out, 0x80, text, 150_000, 50_000);
            out.flush();
            assertEquals(0x8a, in.read(), "a pong");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fragment(OutputStream out, int first, byte[] text, int from, int length) throws IOException {
        out.write(
                new byte[] {(byte) first, 127, 0, 0, 0, 0, 0, (byte) (length >> 16), (byte) (length >> 8), (byte) length
                });
        out.write(text, from, length);
    }

    @Test
    void shouldCarryMessagesWhenTheNodeSpeaksTls() throws Exception {
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            final Thread node = new Thread(() -> serve(server), "tls-node");
            node.start();
            final byte[] message = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
            final byte[][] answer = new byte[1][];
            try (MessageConnection connection =
                    Connections.open("wss://localhost:" + server.getLocalPort() + "/key", 5_000, context)) {
                connection.send(message);
                while (answer[0] == null) {
                    final int read = connection.poll((buffer, offset, length) ->
                            answer[0] = java.util.Arrays.copyOfRange(buffer, offset, offset + length));
                    if (read == 0 && answer[0] == null) {
                        connection.await(100);
                    }
                }
                node.join(5_000);
            }
            org.junit.jupiter.api.Assertions.assertArrayEquals(message, answer[0]);
        }
    }

    @Test
    void shouldRefuseANodeWhoseCertificateNobodyVouchesFor() throws Exception {
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            final Thread node = new Thread(
                    () -> {
                        try (SSLSocket socket = (SSLSocket) server.accept()) {
                            socket.startHandshake();
                        } catch (IOException refused) {
                            // The client ends the handshake.
                        }
                    },
                    "tls-node");
            node.start();
            final String url = "wss://localhost:" + server.getLocalPort();
            assertThrows(IOException.class, () -> Connections.open(url, 5_000, null));
            node.join(5_000);
        }
    }

    /** Files, sockets and selectors that this process has open. */
    private static long openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }

    private static void speakNonsense(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write("nonsense, and no TLS".getBytes(StandardCharsets.US_ASCII));
                // Until the client is gone.
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void shouldLeaveNothingOpenWhenTheNodeSpeaksNoTls() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS));
        final int times = 40;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new Thread(() -> speakNonsense(server), "no-tls-node").start();
            final String url = "wss://127.0.0.1:" + server.getLocalPort();
            // The first one also opens what the JDK needs for any.
            assertThrows(IOException.class, () -> Connections.open(url, 5_000, context));
            final long before = openDescriptors();
            for (int i = 0; i < times; i++) {
                assertThrows(IOException.class, () -> Connections.open(url, 5_000, context));
            }
            final long more = openDescriptors() - before;
            assertTrue(more < times, more + " more are open after " + times + " handshakes that failed");
        }
    }
}
