package org.alphapulse.devnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running node process.
 *
 * <p>The node's parent is a shell that reads a pipe whose other end this JVM holds and never writes to. However the JVM dies,
 * the kernel closes that end; the shell then kills the node and removes its folder. A Ctrl-C in the terminal reaches the shell,
 * which stays until the node is gone, but not the node, which has a group of its own: whoever uses the chain ends it.
 * A kill of the JVM's whole group takes the shell along; the watcher of the pipe, in a group of its own as well, is left to do the same.
 */
final class Anvil implements AutoCloseable {
    private static final String GUARD = """
            dir=$1; shift
            trap : INT TERM HUP
            exec 3<&0
            set -m
            "$@" </dev/null 3<&- &
            node=$!
            (trap '' INT TERM HUP; exec 1>&- 2>&-; while read -r _ <&3; do :; done; kill -9 "$node"; rm -rf "$dir") &
            watcher=$!
            set +m
            exec 3<&-
            while kill -0 "$node" 2>/dev/null; do wait "$node" 2>/dev/null; done
            kill -9 "$watcher" 2>/dev/null
            rm -rf "$dir"
            """;
    /** Leaves room for the folder's own name and the socket's in the 103 bytes that every system takes. */
    private static final int LONGEST_FOLDER = 50;

    private static final String READY = "Listening on 127.0.0.1:";

    private final Process guard;
    private final Path folder;
    private final int port;

    private Anvil(Process guard, Path folder, int port) {
        this.guard = guard;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a node on a free port and waits until it listens. */
    static Anvil start(Path binary, List<String> arguments) {
        try {
            Path folder = Files.createTempDirectory(temporary(), "alphapulse-devnet-");
            List<String> command =
                    new ArrayList<>(List.of("bash", "-c", GUARD, "devnet-guard", folder.toString(), binary.toString()));
            command.addAll(List.of("--port", "0", "--host", "127.0.0.1", "--no-request-size-limit"));
            command.addAll(List.of("--ipc", folder.resolve("anvil.ipc").toString()));
            command.addAll(List.of("--cache-path", folder.toString()));
            command.addAll(List.of("--config-out", folder.resolve("config.json").toString()));
            command.addAll(arguments);
            Process guard =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new Anvil(guard, folder, awaitPort(guard));
        } catch (IOException unstartable) {
            throw new UncheckedIOException("cannot start " + binary, unstartable);
        }
    }

    int port() {
        return port;
    }

    Path ipc() {
        return folder.resolve("anvil.ipc");
    }

    Path config() {
        return folder.resolve("config.json");
    }

    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(5, TimeUnit.SECONDS)) {
                guard.descendants().forEach(ProcessHandle::destroyForcibly);
                guard.destroyForcibly().waitFor();
                delete();
            }
        } catch (IOException alreadyGone) {
            guard.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the shell does otherwise. */
    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The system takes about a hundred bytes as the path of a socket, and containers have long temporary folders. */
    private static Path temporary() {
        Path usual = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Path system = Path.of("/tmp");
        return usual.toString().length() > LONGEST_FOLDER && Files.isWritable(system) ? system : usual;
    }

    private static int awaitPort(Process guard) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                drain(out);
                return Integer.parseInt(line.substring(READY.length()).trim());
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the node ended before it listened:\n" + said);
    }

    /** The node logs every call; a full pipe would stop it. */
    private static void drain(BufferedReader out) {
        Thread drain = new Thread(
                () -> {
                    char[] waste = new char[8192];
                    try {
                        while (out.read(waste) >= 0) {
                            continue;
                        }
                    } catch (IOException closed) {
                        return;
                    }
                },
                "devnet-drain");
        drain.setDaemon(true);
        drain.start();
    }
}
