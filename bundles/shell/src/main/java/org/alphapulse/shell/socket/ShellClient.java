package org.alphapulse.shell.socket;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** Opens the shell of a running system in this terminal: {@code ShellClient SOCKET}. */
public final class ShellClient {
    private static final int END_OF_TEXT = 3;
    private static final int MAX_KEYS = 4096;
    private static final int MAX_SHOWN = 65_536;

    private final Terminal terminal;
    private final DataOutputStream frames;

    private ShellClient(Terminal terminal, OutputStream out) {
        this.terminal = terminal;
        this.frames = new DataOutputStream(new BufferedOutputStream(out));
    }

    /** Exits with 69 when nothing listens. */
    public static void main(String[] args) throws IOException {
        final Path socket = Path.of(args[0]);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            run(channel);
        } catch (IOException e) {
            System.err.println("no system answers at " + socket + ": start one with ./alphapulse run");
            System.exit(69);
        }
        // The thread that waits for a key would keep the process.
        System.exit(0);
    }

    private static void run(SocketChannel channel) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().provider("exec").build()) {
            terminal.enterRawMode();
            // What comes is complete; lines need no other end than they have.
            final Attributes attributes = terminal.getAttributes();
            attributes.setOutputFlag(OutputFlag.OPOST, false);
            terminal.setAttributes(attributes);
            final ShellClient client = new ShellClient(terminal, new SocketOutput(channel));
            client.greet();
            final Thread keys = new Thread(client::sendKeys, "alphapulse-keys");
            keys.setDaemon(true);
            keys.start();
            final ByteBuffer shown = ByteBuffer.allocate(MAX_SHOWN);
            while (channel.read(shown) >= 0) {
                terminal.output().write(shown.array(), 0, shown.position());
                terminal.output().flush();
                shown.clear();
            }
        }
    }

    private void greet() throws IOException {
        frames.writeByte(SocketConsole.FIRST_BYTE);
        frames.writeUTF(terminal.getType());
        sendSize();
        terminal.handle(Signal.WINCH, signal -> send(this::sendSize));
        terminal.handle(Signal.INT, signal -> send(() -> sendKeys(new byte[] {END_OF_TEXT}, 1)));
    }

    private void sendKeys() {
        final byte[] typed = new byte[MAX_KEYS];
        final InputStream keyboard = terminal.input();
        send(() -> {
            for (int count = keyboard.read(typed); count >= 0; count = keyboard.read(typed)) {
                sendKeys(typed, count);
            }
        });
    }

    private synchronized void sendSize() throws IOException {
        frames.writeByte(SocketConsole.SIZE);
        frames.writeShort(terminal.getWidth());
        frames.writeShort(terminal.getHeight());
        frames.flush();
    }

    private synchronized void sendKeys(byte[] typed, int count) throws IOException {
        frames.writeByte(SocketConsole.KEYS);
        frames.writeShort(count);
        frames.write(typed, 0, count);
        frames.flush();
    }

    private interface Sending {
        void run() throws IOException;
    }

    /** Once the system is gone nobody reads what is typed, and the other direction ends this process. */
    private static void send(Sending sending) {
        try {
            sending.run();
        } catch (IOException gone) {
            return;
        }
    }
}
