package org.alphapulse.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.junit.jupiter.api.Test;

/**
 * Keeps the reference page of the commands equal to what the commands say of themselves. Run with {@code -Dalphapulse.write.docs=true} to
 * write the page anew.
 */
class CommandReferenceTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final Path PAGE = Path.of("../../docs/reference/commands.md");

    @Test
    void shouldMatchTheCommandsWhenThePageIsRead() throws IOException {
        final String page = page();
        if (Boolean.getBoolean("alphapulse.write.docs")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "stale page: run this test with -Dalphapulse.write.docs=true");
    }

    private static String page() throws IOException {
        final Map<String, Class<?>> commands = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                final String name = CLASSES.relativize(file).toString();
                if (name.endsWith(".class")) {
                    final Class<?> type =
                            load(name.substring(0, name.length() - 6).replace('/', '.'));
                    final Command command = type.getAnnotation(Command.class);
                    if (command != null) {
                        commands.put(command.scope() + ":" + command.name(), type);
                    }
                }
            }
        }
        // The one command that another bundle brings.
        commands.put("alphapulse:devnet", load("org.alphapulse.devnet.karaf.DevnetCommand"));
        final StringBuilder out = new StringBuilder("# Shell commands\n\n")
                .append(
                        "Written from the commands' own descriptions. `./alphapulse exec COMMAND` runs one in the running system;\n")
                .append(
                        "options come before arguments, and `COMMAND --help` shows the same there. A command that fails says why and exits with 1.\n");
        commands.forEach((name, type) -> describe(name, type, out));
        return out.toString();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, CommandReferenceTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void describe(String name, Class<?> type, StringBuilder out) {
        final List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            fields.addAll(List.of(each.getDeclaredFields()));
        }
        final StringBuilder options = new StringBuilder(name);
        final StringBuilder arguments = new StringBuilder();
        final StringBuilder rows = new StringBuilder();
        for (final Field field : fields) {
            final Argument argument = field.getAnnotation(Argument.class);
            final Option option = field.getAnnotation(Option.class);
            if (argument != null) {
                final String label = argument.name().toUpperCase(Locale.ROOT);
                arguments.append(argument.required() ? " " + label : " [" + label + "]");
                rows.append("| `")
                        .append(label)
                        .append("` | ")
                        .append(argument.description())
                        .append(" |\n");
            } else if (option != null) {
                options.append(" [").append(option.name()).append("]");
                rows.append("| `")
                        .append(option.name())
                        .append("` | ")
                        .append(option.description())
                        .append(" |\n");
            }
        }
        out.append("\n## `")
                .append(options)
                .append(arguments)
                .append("`\n\n")
                .append(type.getAnnotation(Command.class).description())
                .append('\n');
        if (rows.length() > 0) {
            out.append("\n| | |\n|---|---|\n").append(rows);
        }
    }
}
