package org.alphapulse.shell.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;

/**
 * What a command prints, on its way to whoever sent the command. A zero byte ends it, so none goes through before. Where nobody reads any
 * more, writing throws what a {@code PrintStream} does not swallow: so the command ends too.
 */
final class CommandOutput extends OutputStream {
    private final SocketOutput to;

    CommandOutput(SocketChannel channel) {
        this.to = new SocketOutput(channel);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        final byte[] shown = new byte[length];
        for (int i = 0; i < length; i++) {
            shown[i] = bytes[offset + i] == 0 ? (byte) '?' : bytes[offset + i];
        }
        try {
            to.write(shown, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
