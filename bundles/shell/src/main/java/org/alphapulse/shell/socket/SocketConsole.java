package org.alphapulse.shell.socket;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedAction;
import javax.security.auth.Subject;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;

/**
 * The shell for a person at the other end of a connection. The client sends {@link #FIRST_BYTE}, the type of its terminal as {@link
 * java.io.DataOutput#writeUTF} writes it, and then frames: {@link #KEYS}, a length of two bytes and so many bytes that were typed; or
 * {@link #SIZE}, columns and rows in two bytes each. All that comes back is for its terminal. The connection ends with the session.
 */
final class SocketConsole {
    /** No command line begins with it. */
    static final int FIRST_BYTE = 0;

    static final int KEYS = 1;
    static final int SIZE = 2;

    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    private final SessionFactory sessions;
    private final SocketChannel connection;

    SocketConsole(SessionFactory sessions, SocketChannel connection) {
        this.sessions = sessions;
        this.connection = connection;
    }

    /** Runs the session until either side ends it. */
    void serve(Subject who) throws IOException {
        final DataInputStream frames =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
        final SocketTerminal terminal = new SocketTerminal(frames.readUTF(), new SocketOutput(connection));
        terminal.setSize(new Size(USUAL_COLUMNS, USUAL_ROWS));
        final Session session = sessions.create(null, null, null, terminal, StandardCharsets.UTF_8.name(), this::end);
        session.put("USER", "operator");
        session.put("APPLICATION", "alphapulse");
        final Thread thread = new Thread(
                () -> Subject.doAs(who, (PrivilegedAction<Void>) () -> {
                    session.run();
                    return null;
                }),
                "alphapulse-console");
        thread.setDaemon(true);
        thread.start();
        try {
            pump(frames, terminal);
        } finally {
            session.close();
            terminal.close();
        }
    }

    private static void pump(DataInputStream frames, SocketTerminal terminal) throws IOException {
        for (int kind = frames.read(); kind >= 0; kind = frames.read()) {
            if (kind == SIZE) {
                resize(terminal, frames.readUnsignedShort(), frames.readUnsignedShort());
            } else if (kind == KEYS) {
                terminal.processInputBytes(frames.readNBytes(frames.readUnsignedShort()));
            } else {
                throw new IOException("a console sent a frame of unknown kind " + kind);
            }
        }
    }

    /** Some terminals do not know their size and say zero. */
    private static void resize(SocketTerminal terminal, int columns, int rows) {
        if (columns > 0 && rows > 0) {
            terminal.setSize(new Size(columns, rows));
            terminal.raise(Signal.WINCH);
        }
    }

    private void end() {
        try {
            connection.close();
        } catch (IOException e) {
            // It is closed already, which is all that was wanted.
        }
    }
}
