package org.alphapulse.shell.socket;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
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
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
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
 * Runs shell commands for the local operator: a Unix socket in the data folder that only its owner may open, and whoever owns it owns the
 * process and so has all roles of the shell. One connection carries one command line up to its end, and the answer is what the command
 * prints, as it prints it, then a zero byte, the exit code on a line of its own, and what went wrong; or, after a first byte of zero, it
 * carries a whole {@link SocketConsole}.
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
    private static final long PAUSE_NS = 100_000_000;
    private static final Subject OWNER = new Subject(
            true,
            Set.of(
                    new UserPrincipal("operator"),
                    new RolePrincipal("admin"),
                    new RolePrincipal("manager"),
                    new RolePrincipal("viewer"),
                    new RolePrincipal("systembundles")),
            Set.of(),
            Set.of());

    private final SessionFactory sessions;
    private final Path path;
    private final ServerSocketChannel server;

    /** Opens the socket. */
    @Activate
    public CommandSocket(BundleContext context, @Reference SessionFactory sessions) throws IOException {
        this.sessions = sessions;
        final Path data = Path.of(context.getProperty("karaf.data"));
        path = shortened(data.resolve(NAME));
        Files.deleteIfExists(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        final Path hidden = Files.createTempDirectory(
                shortened(data),
                "s",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        final Path fresh = hidden.resolve("s");
        server.bind(UnixDomainSocketAddress.of(fresh));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, path);
        Files.delete(hidden);
        final Thread thread = new Thread(this::serve, "alphapulse-command-socket");
        thread.setDaemon(true);
        thread.start();
    }

    /** The system takes about a hundred bytes as the path of a socket, which that from the working directory seldom needs. */
    private static Path shortened(Path path) {
        final Path relative = Path.of("").toAbsolutePath().relativize(path.toAbsolutePath());
        return relative.toString().length() < path.toString().length() ? relative : path;
    }

    @Deactivate
    void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                accept();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) { // no file, or no thread, is to be had for the moment
                LOG.warn("a command was not taken: {}", e.toString());
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void accept() throws IOException {
        final SocketChannel connection = server.accept();
        boolean taken = false;
        try {
            final Thread thread = new Thread(() -> answer(connection), "alphapulse-command");
            thread.setDaemon(true);
            thread.start();
            taken = true;
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    private void answer(SocketChannel connection) {
        try (connection) {
            final ByteBuffer command = ByteBuffer.allocate(MAX_COMMAND);
            command.limit(1);
            if (connection.read(command) == 1 && command.get(0) == SocketConsole.FIRST_BYTE) {
                new SocketConsole(sessions, connection).serve(OWNER);
                return;
            }
            command.limit(MAX_COMMAND);
            while (command.hasRemaining() && connection.read(command) >= 0) {
                // reads up to the end of the command
            }
            command.flip();
            final String problem = run(StandardCharsets.UTF_8.decode(command).toString(), connection);
            final String end = problem == null ? "\0000\n" : "\0001\n" + problem + "\n";
            new SocketOutput(connection).write(end.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("a command was not answered to its end: {}", e.toString());
        }
    }

    /** Runs a command; what went wrong, or null. */
    private String run(String command, SocketChannel connection) {
        final PrintStream out =
                new PrintStream(new BufferedOutputStream(new CommandOutput(connection)), true, StandardCharsets.UTF_8);
        final Session session = sessions.create(new ByteArrayInputStream(new byte[0]), out, out);
        try {
            Subject.doAs(OWNER, (PrivilegedExceptionAction<Object>) () -> session.execute(command));
            out.flush();
            return null;
        } catch (Exception e) { // whatever a command throws is its answer
            final Throwable cause = e instanceof PrivilegedActionException ? e.getCause() : e;
            return cause.getMessage() == null ? cause.toString() : cause.getMessage();
        } finally {
            session.close();
        }
    }
}
