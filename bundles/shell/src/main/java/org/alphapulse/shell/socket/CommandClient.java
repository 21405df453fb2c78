package org.alphapulse.shell.socket;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Sends one command line to a running system and prints the answer: {@code CommandClient SOCKET WORD...}. */
public final class CommandClient {
    private CommandClient() {}

    /** Exits with the command's code, or with 69 when nothing listens. */
    public static void main(String[] args) {
        System.exit(run(
                Path.of(args[0]), String.join(" ", java.util.Arrays.asList(args).subList(1, args.length))));
    }

    private static int run(Path socket, String command) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            final String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            final int line = answer.indexOf('\n');
            final int code = line < 0 ? 1 : Integer.parseInt(answer.substring(0, line));
            (code == 0 ? System.out : System.err).print(answer.substring(line + 1));
            return code;
        } catch (IOException e) {
            System.err.println("no system answers at " + socket + ": start one with ./alphapulse run");
            return 69;
        }
    }
}
