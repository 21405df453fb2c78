package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What every benchmark needs: arguments, repeats, allocation, JSON. */
final class Bench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** No operation returns it; asking for it makes the compiler keep the work. */
    private static final long IMPOSSIBLE = 0x5DEE_CE66_D123_4567L;

    private Bench() {}

    /** Something to measure. */
    interface Operation {
        /** Runs it so many times and returns anything that depends on all results. */
        long run(int times);
    }

    /**
     * The best of several repeats.
     *
     * @param nsPerOp    nanoseconds for one operation
     * @param bytesPerOp bytes allocated by one operation
     */
    record Result(double nsPerOp, double bytesPerOp) {
        Result min(final Result other) {
            return new Result(Math.min(nsPerOp, other.nsPerOp), Math.min(bytesPerOp, other.bytesPerOp));
        }
    }

    /**
     * Measures operations by turns, so that noise of the machine meets all of them, and keeps each one's minimum.
     *
     * @param repeats    how many turns, warm-up included
     * @param times      operations in a turn
     * @param operations to measure
     * @return the results in the same order
     */
    static Result[] measure(final int repeats, final int times, final Operation... operations) {
        final Result[] best = new Result[operations.length];
        Arrays.fill(best, new Result(Double.MAX_VALUE, Double.MAX_VALUE));
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int i = 0; i < operations.length; i++) {
                best[i] = best[i].min(once(operations[i], times));
            }
        }
        return best;
    }

    private static Result once(final Operation operation, final int times) {
        final long bytes = THREADS.getCurrentThreadAllocatedBytes();
        final long start = System.nanoTime();
        final long outcome = operation.run(times);
        final long end = System.nanoTime();
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (outcome == IMPOSSIBLE) {
            System.out.println(outcome);
        }
        return new Result((double) (end - start) / times, (double) allocated / times);
    }

    /**
     * Runs a benchmark's part in a process of its own, since what the compiler learnt from one operation changes the code that it makes for
     * the next.
     *
     * @param flags of the JVM, behind those of this one
     * @param main  class to run
     * @param args  its arguments
     * @return what it printed
     * @throws IOException if it failed; its reason is on standard error
     */
    static String fork(final List<String> flags, final Class<?> main, final String... args) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        final Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(main.getSimpleName() + " " + String.join(" ", args) + " failed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return printed;
    }

    /**
     * Ends the process with a sentence on what is wrong with its arguments, if anything is: a benchmark that ran for minutes in another way
     * than it was told is worth nothing.
     *
     * @param args    of the program
     * @param plain   how many arguments are no options
     * @param options each with an example of its value, as {@code --forks 3}; a flag has none. What is a number there has to be one
     * @return those that are no options
     */
    static List<String> check(final String[] args, final int plain, final String... options) {
        final List<String> found = new ArrayList<>();
        final String wrong = wrong(args, plain, found, options);
        if (!wrong.isEmpty()) {
            refuse(wrong);
        }
        return found;
    }

    /** What is wrong with arguments, empty if nothing is. */
    static String wrong(final String[] args, final int plain, final List<String> found, final String... options) {
        for (int i = 0; i < args.length; i++) {
            final String argument = args[i];
            if (!argument.startsWith("--")) {
                found.add(argument);
                continue;
            }
            final String option = Arrays.stream(options)
                    .filter(one -> one.split(" ")[0].equals(argument))
                    .findFirst()
                    .orElse("");
            if (option.isEmpty()) {
                return "unknown option " + argument + "; allowed is " + String.join(", ", options);
            }
            final String example = option.substring(argument.length()).strip();
            if (!example.isEmpty()) {
                i++;
                if (i == args.length || !args[i].matches(pattern(example))) {
                    return argument + (i == args.length ? "" : " " + args[i]) + " is not allowed; allowed is such as "
                            + option;
                }
            }
        }
        return found.size() == plain
                ? ""
                : found.size() + " arguments beside the options, " + plain + " are expected: " + found;
    }

    private static String pattern(final String example) {
        if (example.matches("[0-9]+")) {
            return "[0-9]{1,9}";
        }
        return example.matches("[0-9.]+") ? "[0-9]{1,9}(\\.[0-9]{1,9})?" : "(?!--).+";
    }

    /** Ends the process with a sentence on what is wrong with its arguments. */
    static void refuse(final String sentence) {
        System.err.println("bench: " + sentence);
        System.exit(64);
    }

    /**
     * Has a folder deleted when this program ends, in order or by a signal.
     *
     * @param folder of the program's own
     * @param ender  ends what may still use it
     */
    static void deleteAtEnd(final Path folder, final Runnable ender) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ender.run();
                            try {
                                AmmPeers.delete(folder);
                            } catch (IOException | UncheckedIOException e) {
                                System.err.println("bench: " + folder + " cannot be deleted: " + e.getMessage());
                            }
                        },
                        "bench-end"));
    }

    /** The value behind a name in the arguments, or the default. */
    static String argument(final String[] args, final String name, final String otherwise) {
        final int at = List.of(args).indexOf(name);
        return at >= 0 && at + 1 < args.length ? args[at + 1] : otherwise;
    }

    /** One row in the form that all benchmarks share. */
    static Map<String, Object> row(final String name, final Result own, final String reference, final Result other) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("nsPerOp", round(own.nsPerOp()));
        row.put("bytesPerOp", round(own.bytesPerOp()));
        row.put("reference", reference);
        row.put("referenceNsPerOp", round(other.nsPerOp()));
        row.put("ratio", round(own.nsPerOp() / other.nsPerOp()));
        return row;
    }

    /** Writes the results to the file after {@code --json}, if there is one. */
    static void write(final String[] args, final Map<String, ?> results) throws IOException {
        final String file = argument(args, "--json", null);
        if (file != null) {
            final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            Files.writeString(Path.of(file), mapper.writeValueAsString(results) + "\n");
        }
    }

    /**
     * The counts of a histogram for a picture: pairs of upper end and count, in buckets that grow by a fifth.
     *
     * @param histogram of nanoseconds
     * @param unitNs nanoseconds in the unit of the ends
     */
    static List<double[]> buckets(final Histogram histogram, final double unitNs) {
        final List<double[]> buckets = new ArrayList<>();
        histogram.logarithmicBucketValues(50, 1.2).forEach(bucket -> {
            if (bucket.getCountAddedInThisIterationStep() > 0) {
                buckets.add(new double[] {
                    round(bucket.getValueIteratedTo() / unitNs), bucket.getCountAddedInThisIterationStep()
                });
            }
        });
        return buckets;
    }

    /** Three digits behind the point; less than a byte in a hundred operations is the meter's own. */
    static double round(final double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
