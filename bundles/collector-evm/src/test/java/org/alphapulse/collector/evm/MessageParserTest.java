package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A parser expects the next message to be made like those before; what it reads must not depend on that. */
class MessageParserTest {
    private static final int SLACK = 16;
    private static final int MESSAGES = 20_000;

    private final Random random = new Random(11);

    /** Keeps what it is told as text. */
    private static final class Told implements MessageEvents {
        private final List<String> events = new ArrayList<>();
        private final MessageParser parser = new MessageParser(this);

        boolean parse(byte[] text) {
            events.clear();
            return parser.parse(text, 0, text.length - SLACK);
        }

        @Override
        public void onLog(long id) {
            final List<String> topics = new ArrayList<>();
            for (int i = 0; i < parser.topicCount; i++) {
                topics.add(new String(parser.text, parser.topicAt[i], 64, StandardCharsets.US_ASCII));
            }
            final HexFormat hex = HexFormat.of();
            events.add("log " + id + " " + hex.toHexDigits(parser.address0) + hex.toHexDigits(parser.address1)
                    + hex.toHexDigits(parser.address2, 8) + " " + topics + " "
                    + new String(parser.text, parser.dataAt, parser.dataDigits, StandardCharsets.US_ASCII) + " "
                    + parser.number + " " + hash(parser.hash) + " " + parser.logIndex + " " + parser.transactionIndex
                    + " " + parser.removed);
        }

        @Override
        public void onHead(long id) {
            events.add("head " + id + " " + parser.number + " " + hash(parser.hash) + " " + hash(parser.parent) + " "
                    + parser.timestamp + " " + parser.gasUsed + " " + parser.gasLimit + " " + parser.baseFee);
        }

        @Override
        public void onAnswer(long id, boolean failed) {
            events.add("answer " + id + " " + failed);
        }

        private static String hash(long[] words) {
            final StringBuilder text = new StringBuilder();
            Arrays.stream(words).mapToObj(HexFormat.of()::toHexDigits).forEach(text::append);
            return text.toString();
        }
    }

    /** How a node writes: its names in some order, with or without blanks, and members that nobody asked for. */
    private final class Make {
        private final String blank = random.nextInt(3) == 0 ? " " : "";
        private final String subscription = "0x" + digits(8 + random.nextInt(24));
        private final boolean idle = random.nextBoolean();
        private final long seed = random.nextLong();

        private String object(List<String> members) {
            if (idle) {
                members.add("\"transactionHash\":" + blank + "\"0x" + digits(64) + "\"");
                members.add("\"odd\":" + blank + "{\"number\":[1,\"}\\\"\"]}");
            }
            Collections.shuffle(members, new Random(seed));
            return "{" + blank + String.join("," + blank, members) + blank + "}";
        }

        String notification(String result) {
            return "{\"jsonrpc\":\"2.0\"," + blank + "\"method\":\"eth_subscription\",\"params\":{\"subscription\":\""
                    + subscription + "\"," + blank + "\"result\":" + blank + result + "}" + blank + "}";
        }
    }

    private String digits(int count) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    private static String quantity(long value) {
        return "\"0x" + Long.toHexString(value) + "\"";
    }

    private long number() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private String log(Make make, long id, List<String> expected, String hash) {
        final String address = digits(40);
        final List<String> topics = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            topics.add(digits(64));
        }
        final String data = digits(64 * random.nextInt(6));
        final long block = number() >>> 10;
        final long index = number() >>> 39;
        final long transaction = number();
        final boolean removed = random.nextInt(4) == 0;
        expected.add("log " + id + " " + address + " " + topics + " " + data + " " + block + " " + hash + " " + index
                + " " + transaction + " " + removed);
        final String quoted = topics.isEmpty() ? "" : "\"0x" + String.join("\",\"0x", topics) + "\"";
        return make.object(new ArrayList<>(List.of(
                "\"address\":\"0x" + address + "\"",
                "\"topics\":[" + quoted + "]",
                "\"data\":\"0x" + data + "\"",
                "\"blockNumber\":" + quantity(block),
                "\"blockHash\":\"0x" + hash + "\"",
                "\"logIndex\":" + quantity(index),
                "\"transactionIndex\":" + quantity(transaction),
                "\"removed\":" + removed)));
    }

    private String head(Make make, long id, List<String> expected, String hash) {
        final String parent = digits(64);
        final long[] n = {number() >>> 10, number(), number(), number(), number()};
        expected.add("head " + id + " " + n[0] + " " + hash + " " + parent + " " + n[1] + " " + n[2] + " " + n[3] + " "
                + n[4]);
        return make.object(new ArrayList<>(List.of(
                "\"number\":" + quantity(n[0]),
                "\"hash\":\"0x" + hash + "\"",
                "\"parentHash\":\"0x" + parent + "\"",
                "\"timestamp\":" + quantity(n[1]),
                "\"gasUsed\":" + quantity(n[2]),
                "\"gasLimit\":" + quantity(n[3]),
                "\"baseFeePerGas\":" + quantity(n[4]))));
    }

    private String message(Make make, List<String> expected, String hash) {
        final int kind = random.nextInt(10);
        if (kind < 6) {
            return make.notification(log(make, 0, expected, hash));
        }
        if (kind < 8) {
            return make.notification(head(make, 0, expected, hash));
        }
        final long id = random.nextInt(1, 1_000);
        final String logs = log(make, id, expected, hash) + "," + log(make, id, expected, hash);
        expected.add("answer " + id + " false");
        return kind == 8
                ? "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":[" + logs + "]}"
                : "{\"jsonrpc\":\"2.0\",\"result\":[" + logs + "],\"id\":" + id + "}";
    }

    private static byte[] bytes(String message) {
        return (message + "-".repeat(SLACK)).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldReadTheSameWhateverCameBefore() {
        final Told told = new Told();
        final List<Make> makes = List.of(new Make(), new Make(), new Make());
        String hash = digits(64);
        for (int n = 0; n < MESSAGES; n++) {
            hash = random.nextInt(5) == 0 ? digits(64) : hash;
            final List<String> expected = new ArrayList<>();
            final String message = message(makes.get(n / 50 % makes.size()), expected, hash);
            assertTrue(told.parse(bytes(message)), message);
            assertEquals(expected, told.events, message);
        }
    }

    @Test
    void shouldRefuseTheSameWhateverCameBefore() {
        final Told told = new Told();
        final Make make = new Make();
        final String hash = digits(64);
        int refused = 0;
        for (int n = 0; n < MESSAGES; n++) {
            final byte[] text = bytes(message(make, new ArrayList<>(), hash));
            told.parse(text);
            final int at = random.nextInt(text.length - SLACK);
            final byte[] broken =
                    random.nextBoolean() ? text : bytes(new String(text, 0, at, StandardCharsets.US_ASCII));
            if (broken == text) {
                text[at] = (byte) "\"{}[],:\\xg0 ".charAt(random.nextInt(12));
            }
            final Told fresh = new Told();
            final boolean accepted = fresh.parse(broken);
            refused += accepted ? 0 : 1;
            assertEquals(accepted, told.parse(broken), () -> new String(broken, StandardCharsets.US_ASCII));
            assertEquals(fresh.events, told.events, () -> new String(broken, StandardCharsets.US_ASCII));
        }
        assertTrue(refused > MESSAGES / 2, "too few to prove anything: " + refused);
    }

    @Test
    void shouldRefuseAnIndexThatNoBlockHasRoomFor() {
        final Told told = new Told();
        final String address = "0x" + "ab".repeat(20);
        assertTrue(told.parse(bytes(ScriptedStream.notification(ScriptedStream.log(address, 0xffffff)))));
        assertEquals(1, told.events.size());
        // The last one stands for the end of a block in our own messages.
        for (final int index : new int[] {0x1000000, Integer.MAX_VALUE, -1}) {
            assertFalse(told.parse(bytes(ScriptedStream.notification(ScriptedStream.log(address, index)))));
            assertEquals(List.of(), told.events);
        }
    }

    @Test
    void shouldRefuseArraysWithinArraysWithoutEnd() {
        final Told told = new Told();
        final String log = ScriptedStream.log("0x" + "ab".repeat(20), 0);
        for (final int depth : new int[] {1, 16, 17, 100_000}) {
            final String arrays = "[".repeat(depth) + log + "]".repeat(depth);
            assertEquals(depth <= 16, told.parse(bytes("{\"id\":7,\"result\":" + arrays + "}")));
            assertEquals(depth <= 16 ? 2 : 0, told.events.size());
        }
    }

    @Test
    void shouldRefuseABlockThatNoChainGetsTo() {
        final Told told = new Told();
        final String log = ScriptedStream.notification(ScriptedStream.log("0x" + "ab".repeat(20), 0));
        assertTrue(told.parse(bytes(log.replace("\"0x8\"", "\"0x1fffffffffffff\""))));
        assertEquals(1, told.events.size());
        for (final String number : List.of("0x20000000000000", "0x7fffffffffffffff", "0xffffffffffffffff")) {
            assertFalse(told.parse(bytes(log.replace("\"0x8\"", "\"" + number + "\""))));
            assertEquals(List.of(), told.events);
        }
    }
}
