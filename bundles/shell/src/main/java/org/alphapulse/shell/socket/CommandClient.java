package org.alphapulse.shell.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sends one command line to a running system and prints the answer as it comes: {@code CommandClient SOCKET WORD...}. */
public final class CommandClient {
    private static final int UNAVAILABLE = 69;
    private static final Pattern PLAIN = Pattern.compile("[^\\s;|&$`'\"\\\\<>(){}\\[\\]#]+");

    private CommandClient() {}

    /** Exits with the command's code, or with 69 when nothing listens or the system went away amid the answer. */
    public static void main(String[] args) {
        System.exit(run(Path.of(args[0]), line(Arrays.asList(args).subList(1, args.length))));
    }

    /**
     * A line by itself is taken as it is; of several words those with blanks, or with what means something to the other shell, are quoted,
     * since the shell that gave them took the quotes off.
     */
    static String line(List<String> words) {
        return words.size() == 1
                ? words.get(0)
                : words.stream().map(CommandClient::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        return '"' + word.replaceAll("([\\\\\"$])", "\\\\$1") + '"';
    }

    private static int run(Path socket, String command) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            return print(Channels.newInputStream(channel), System.out, System.err);
        } catch (IOException e) {
            System.err.println("no system answers at " + socket + ": start one with ./alphapulse run");
            return UNAVAILABLE;
        }
    }

    /** Prints an answer and returns the code at its end. */
    static int print(InputStream answer, PrintStream out, PrintStream err) throws IOException {
        final byte[] part = new byte[8192];
        for (int length = answer.read(part); length >= 0; length = answer.read(part)) {
            int end = 0;
            while (end < length && part[end] != 0) {
                end++;
            }
            out.write(part, 0, end);
            out.flush();
            if (end < length) {
                final String rest = new String(part, end + 1, length - end - 1, StandardCharsets.UTF_8)
                        + new String(answer.readAllBytes(), StandardCharsets.UTF_8);
                final int line = rest.indexOf('\n');
                err.print(rest.substring(line + 1));
                return Integer.parseInt(rest.substring(0, line));
            }
        }
        err.println("the system went away before the command ended");
        return UNAVAILABLE;
    }
}
