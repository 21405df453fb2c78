package org.alphapulse.demo;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What was asked for.
 *
 * @param seconds how long it trades, 0 until it is interrupted
 * @param json where the figures go, or null
 * @param rate others' swaps a second
 * @param noiseSeed of what others do
 */
record Options(long seconds, Path json, double rate, long noiseSeed) {
    static final String USAGE =
            "usage: ./alphapulse demo [--for 90s|5m] [--json FILE] [--rate SWAPS_PER_SECOND] [--seed N]";

    static Options of(String[] arguments) {
        Options options = new Options(0, null, 20, 1);
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options = options.with(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("incomplete option " + arguments[arguments.length - 1]);
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--for" -> new Options(seconds(value), json, rate, noiseSeed);
            case "--json" -> new Options(seconds, Path.of(value).toAbsolutePath(), rate, noiseSeed);
            case "--rate" -> new Options(seconds, json, Double.parseDouble(value), noiseSeed);
            case "--seed" -> new Options(seconds, json, rate, Long.parseLong(value));
            default -> throw new IllegalArgumentException("unknown option " + name);
        };
    }

    private static long seconds(String text) {
        final String value = text.toLowerCase(Locale.ROOT);
        if (!value.matches("[1-9][0-9]{0,5}[sm]?")) {
            throw new IllegalArgumentException("--for " + text + " is not allowed; allowed is such as 90s or 5m");
        }
        final long number = Long.parseLong(value.replaceAll("[sm]", ""));
        return value.endsWith("m") ? 60 * number : number;
    }
}
