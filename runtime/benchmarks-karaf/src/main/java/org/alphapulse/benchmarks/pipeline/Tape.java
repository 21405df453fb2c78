package org.alphapulse.benchmarks.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages, played round and round. Each is put together where a connection would have read it, and its block set to the present
 * one: height, hashes and, so that no market seems stale, time, whose places are found once. Of each message only that is kept in which
 * it differs from others of its form: a connection reads into the same memory again and again, while a tape of whole texts would take
 * more room in the processor's caches than the engine. One thread.
 */
final class Tape {
    /** Height of the block before the first. */
    static final long FIRST_BLOCK = 0x1000000;

    private static final int DIGITS = 7;
    private static final int HASH_DIGITS = 64;
    private static final int TIME_DIGITS = 8;
    private static final int WORD_DIGITS = 64;
    /** Stretches with less between them become one. */
    private static final int NEAR = 8;

    private static final long SECOND_MS = 1_000;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] kinds;
    private final byte[] formOf;
    private final int[] startOf;
    private final Form[] forms;
    private final byte[] parts;
    private final byte[] buffer;
    private int length;
    private volatile boolean arbitragesOnly;
    private int next;
    private long block = FIRST_BLOCK + 1;

    Tape(PipelineInput input) {
        kinds = input.kinds();
        final byte[][] messages = input.messages();
        formOf = new byte[messages.length];
        startOf = new int[messages.length];
        final Map<String, List<Integer>> alike = new HashMap<>();
        for (int i = 0; i < messages.length; i++) {
            alike.computeIfAbsent(form(messages[i], kinds[i]), form -> new ArrayList<>())
                    .add(i);
        }
        forms = new Form[alike.size()];
        int count = 0;
        for (final List<Integer> members : alike.values()) {
            forms[count] = new Form(messages, members, kinds[members.get(0)] == PipelineInput.HEAD);
            for (final int member : members) {
                formOf[member] = (byte) count;
            }
            count++;
        }
        int size = 0;
        int longest = 0;
        for (int i = 0; i < messages.length; i++) {
            startOf[i] = size;
            size += forms[formOf[i]].varying;
            longest = Math.max(longest, messages[i].length);
        }
        parts = new byte[size];
        for (int i = 0; i < messages.length; i++) {
            forms[formOf[i]].keep(messages[i], parts, startOf[i]);
        }
        buffer = new byte[longest];
    }

    /** The same for messages of the same length with numbers of the same signs. */
    private static String form(byte[] message, byte kind) {
        final String text = new String(message, StandardCharsets.US_ASCII);
        final StringBuilder form = new StringBuilder().append(message.length).append(kind == PipelineInput.HEAD);
        if (kind != PipelineInput.HEAD) {
            final int end = text.indexOf('"', after(text, "\"data\":\""));
            for (int at = after(text, "\"data\":\"0x"); at < end; at += WORD_DIGITS) {
                form.append(text.charAt(at));
            }
        }
        return form.toString();
    }

    private static int after(String text, String name) {
        final int at = text.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("a message without " + name + ": " + text);
        }
        return at + name.length();
    }

    /** Messages of the same length: what is the same in all of them, and where they differ. */
    private static final class Form {
        private final byte[] text;
        private final int[] from;
        private final int[] to;
        private final int varying;
        private final int numberAt;
        private final int hashAt;
        private final int parentAt;
        private final int timeAt;

        Form(byte[][] messages, List<Integer> members, boolean head) {
            text = messages[members.get(0)].clone();
            final boolean[] differs = new boolean[text.length];
            for (final int member : members) {
                for (int i = 0; i < text.length; i++) {
                    differs[i] |= messages[member][i] != text[i];
                }
            }
            final List<int[]> stretches = new ArrayList<>();
            int[] last = null;
            for (int i = 0; i < text.length; i++) {
                if (differs[i] && last != null && i - last[1] < NEAR) {
                    last[1] = i + 1;
                } else if (differs[i]) {
                    last = new int[] {i, i + 1};
                    stretches.add(last);
                }
            }
            from = stretches.stream().mapToInt(stretch -> stretch[0]).toArray();
            to = stretches.stream().mapToInt(stretch -> stretch[1]).toArray();
            varying = stretches.stream()
                    .mapToInt(stretch -> stretch[1] - stretch[0])
                    .sum();
            final String ascii = new String(text, StandardCharsets.US_ASCII);
            numberAt = after(ascii, head ? "\"number\":\"0x" : "\"blockNumber\":\"0x");
            hashAt = after(ascii, head ? "\"hash\":\"0x" : "\"blockHash\":\"0x") + HASH_DIGITS - DIGITS;
            parentAt = head ? after(ascii, "\"parentHash\":\"0x") + HASH_DIGITS - DIGITS : 0;
            timeAt = head ? after(ascii, "\"timestamp\":\"0x") : 0;
        }

        void keep(byte[] message, byte[] target, int start) {
            int at = start;
            for (int i = 0; i < from.length; i++) {
                System.arraycopy(message, from[i], target, at, to[i] - from[i]);
                at += to[i] - from[i];
            }
        }

        void write(byte[] source, int start, byte[] target) {
            System.arraycopy(text, 0, target, 0, text.length);
            int at = start;
            for (int i = 0; i < from.length; i++) {
                System.arraycopy(source, at, target, from[i], to[i] - from[i]);
                at += to[i] - from[i];
            }
        }
    }

    /** Leaves out all messages but those with an arbitrage and the ones after them, or no longer. Any thread. */
    void arbitragesOnly(boolean now) {
        arbitragesOnly = now;
    }

    /** Puts the next message, as of now, into {@link #buffer}; returns its index. */
    int take() {
        int taken = next;
        while (arbitragesOnly && !isArbitrage(taken) && !isArbitrage(taken - 1)) {
            taken = taken + 1 == kinds.length ? 0 : taken + 1;
        }
        next = taken + 1 == kinds.length ? 0 : taken + 1;
        final Form form = forms[formOf[taken]];
        form.write(parts, startOf[taken], buffer);
        length = form.text.length - PipelineInput.SLACK;
        put(form.numberAt, DIGITS, block);
        put(form.hashAt, DIGITS, block);
        if (form.parentAt != 0) {
            put(form.parentAt, DIGITS, block - 1);
            put(form.timeAt, TIME_DIGITS, System.currentTimeMillis() / SECOND_MS);
        }
        if (form.parentAt != 0 || arbitragesOnly) {
            block++;
        }
        return taken;
    }

    private boolean isArbitrage(int index) {
        return index >= 0 && kinds[index] == PipelineInput.ARBITRAGE;
    }

    /** Holds the message taken last. */
    byte[] buffer() {
        return buffer;
    }

    /** Length of the message taken last. */
    int length() {
        return length;
    }

    private void put(int at, int digits, long value) {
        for (int i = 0; i < digits; i++) {
            buffer[at + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 15];
        }
    }
}
