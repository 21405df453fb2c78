package org.alphapulse.shell.socket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs shell commands for scripts of the same user: a Unix socket in the data folder that only its owner may open. One connection carries
 * one command line up to its end; the answer is the exit code on a line of its own, then the output.
 */
@Component(
        name = "org.alphapulse.shell.socket",
        immediate = true,
        service = {})
public final class CommandSocket {
    /** Name of the socket in the data folder. */
    public static final String NAME = "alphapulse.sock";

    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.shell");
    private static final int MAX_COMMAND = 64 * 1024;

    private final SessionFactory sessions;
    private final Path path;
    private final ServerSocketChannel server;

    /** Opens the socket. */
    @Activate
    public CommandSocket(BundleContext context, @Reference SessionFactory sessions) throws IOException {
        this.sessions = sessions;
        final Path data = Path.of(context.getProperty("karaf.data"));
        path = data.resolve(NAME);
        Files.deleteIfExists(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        final Path hidden = Files.createTempDirectory(
                data, "sock", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        final Path fresh = hidden.resolve("s");
        server.bind(UnixDomainSocketAddress.of(fresh));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, path);
        Files.delete(hidden);
        final Thread thread = new Thread(this::serve, "alphapulse-command-socket");
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                final SocketChannel connection = server.accept();
                final Thread thread = new Thread(() -> answer(connection), "alphapulse-command");
                thread.setDaemon(true);
                thread.start();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the command socket failed: {}", e.toString());
                return;
            }
        }
    }

    private void answer(SocketChannel connection) {
        try (connection) {
            final ByteBuffer command = ByteBuffer.allocate(MAX_COMMAND);
            while (command.hasRemaining() && connection.read(command) >= 0) {
                // reads up to the end of the command
            }
            command.flip();
            final ByteArrayOutputStream output = new ByteArrayOutputStream();
            final int code = run(StandardCharsets.UTF_8.decode(command).toString(), output);
            write(connection, (code + "\n").getBytes(StandardCharsets.UTF_8));
            write(connection, output.toByteArray());
        } catch (IOException e) {
            LOG.warn("a command could not be answered: {}", e.toString());
        }
    }

    private static void write(SocketChannel connection, byte[] bytes) throws IOException {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            connection.write(buffer);
        }
    }

    private int run(String command, ByteArrayOutputStream output) {
        final PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        final Session session = sessions.create(new ByteArrayInputStream(new byte[0]), out, out);
        try {
            session.execute(command);
            return 0;
        } catch (Exception e) { // whatever a command throws is its answer
            out.println(e.getMessage() == null ? e.toString() : e.getMessage());
            return 1;
        } finally {
            session.close();
        }
    }
}
