package org.alphapulse.collector.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the messages of a node in one pass over their bytes: no tree, no allocation, no exception. Members may come in any order.
 *
 * <p>Found values are fields of this object until the next log or head. Numbers in hexadecimal are checked digit by digit; the data of
 * a log is only located, and decoded by who needs it. At least 16 bytes after a message must be readable. Not thread-safe.
 */
final class MessageParser {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final int HASH_TEXT = 66;
    private static final int ADDRESS_TEXT = 42;

    private static final long ADDRESS = name("address");
    private static final long TOPICS = name("topics");
    private static final long DATA = name("data");
    private static final long BLOCK_NUMBER = name("blockNumber");
    private static final long BLOCK_HASH = name("blockHash");
    private static final long LOG_INDEX = name("logIndex");
    private static final long TRANSACTION_INDEX = name("transactionIndex");
    private static final long REMOVED = name("removed");
    private static final long NUMBER = name("number");
    private static final long HASH = name("hash");
    private static final long PARENT_HASH = name("parentHash");
    private static final long TIMESTAMP = name("timestamp");
    private static final long GAS_USED = name("gasUsed");
    private static final long GAS_LIMIT = name("gasLimit");
    private static final long BASE_FEE = name("baseFeePerGas");
    private static final long PARAMS = name("params");
    private static final long RESULT = name("result");
    private static final long ID = name("id");
    private static final long ERROR = name("error");

    private static final int SEEN_ADDRESS = 1;
    private static final int SEEN_TOPICS = 2;
    private static final int SEEN_DATA = 4;
    private static final int SEEN_NUMBER = 8;
    private static final int SEEN_HASH = 16;
    private static final int SEEN_INDEX = 32;
    private static final int SEEN_PARENT = 64;
    private static final int LOG = SEEN_ADDRESS | SEEN_TOPICS | SEEN_DATA | SEEN_NUMBER | SEEN_HASH | SEEN_INDEX;
    private static final int HEAD = SEEN_NUMBER | SEEN_HASH | SEEN_PARENT;

    /** The address: bytes 0 to 7, 8 to 15 and 16 to 19. */
    long address0;

    long address1;
    long address2;
    /** The first eight bytes of the first topic; 0 if there is none. */
    long topic0;

    int topicCount;
    /** Where the digits of each topic begin. */
    final int[] topicAt = new int[4];
    /** Where the digits of the data begin, and how many there are. */
    int dataAt;

    int dataDigits;
    /** Height of the log's block, or of the head. */
    long number;
    /** Hash of the log's block, or of the head, first bytes first. */
    final long[] hash = new long[4];

    final long[] parent = new long[4];
    long logIndex;
    long transactionIndex;
    boolean removed;
    long timestamp;
    long gasUsed;
    long gasLimit;
    long baseFee;
    /** The message under way. */
    byte[] text;
    /** Where the log or head under way begins in it. */
    int objectAt;

    private final MessageEvents events;
    private final HexReader hex = new HexReader();
    private int at;
    private int end;
    private int seen;
    private boolean broken;

    MessageParser(MessageEvents events) {
        this.events = events;
    }

    private static long name(String name) {
        final byte[] padded = java.util.Arrays.copyOf(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32);
        return name(padded, 0, name.length());
    }

    /** A name as one word made of its first eight bytes, its last eight and its length; no two that nodes use are alike. */
    private static long name(byte[] bytes, int start, int length) {
        long word = (long) LITTLE.get(bytes, start);
        if (length < 8) {
            word &= (1L << (8 * length)) - 1;
        } else {
            word += (long) LITTLE.get(bytes, start + length - 8) * 31;
        }
        return word + length * 0x9E3779B97F4A7C15L;
    }

    /** Length of the log or head that was read just now. */
    int objectLength() {
        return at - objectAt;
    }

    /** Reads one message; false if it is malformed. What came before the fault has been handed on. */
    boolean parse(byte[] buffer, int offset, int length) {
        text = buffer;
        at = offset;
        end = offset + length;
        broken = false;
        long id = 0;
        int deferred = -1;
        boolean failed = false;
        boolean answered = false;
        for (boolean more = open('{', '}'); more; more = next('}')) {
            final long name = memberName();
            if (name == PARAMS) {
                params();
            } else if (name == ID) {
                id = decimal();
            } else if (name == ERROR) {
                failed = true;
                skip();
            } else if (name == RESULT && id == 0) {
                deferred = at;
                skip();
            } else if (name == RESULT) {
                answered = true;
                value(id);
            } else {
                skip();
            }
        }
        if (deferred >= 0 && id != 0 && !broken) {
            at = deferred;
            answered = true;
            value(id);
        }
        if (id != 0 && (answered || failed) && !broken) {
            events.onAnswer(id, failed);
        }
        return !broken;
    }

    private void params() {
        space();
        if (peek() != '{') {
            skip();
            return;
        }
        for (boolean more = open('{', '}'); more; more = next('}')) {
            if (memberName() == RESULT) {
                value(0);
            } else {
                skip();
            }
        }
    }

    private void value(long id) {
        space();
        if (peek() == '[') {
            for (boolean more = open('[', ']'); more; more = next(']')) {
                value(id);
            }
        } else if (peek() == '{') {
            final int known = id == 0 ? 0 : events.known(id, at, end);
            if (known > 0) {
                at += known;
            } else {
                object(id);
            }
        } else {
            skip();
        }
    }

    private void object(long id) {
        objectAt = at;
        seen = 0;
        removed = false;
        baseFee = 0;
        topicCount = 0;
        topic0 = 0;
        hex.reset();
        for (boolean more = open('{', '}'); more; more = next('}')) {
            member(memberName());
        }
        if (broken) {
            return;
        }
        if ((seen & LOG) == LOG && hex.valid()) {
            events.onLog(id);
        } else if ((seen & HEAD) == HEAD && hex.valid()) {
            events.onHead(id);
        } else if (!hex.valid()) {
            broken = true;
        }
    }

    private void member(long name) {
        if (name == ADDRESS) {
            address();
        } else if (name == TOPICS) {
            topics();
        } else if (name == DATA) {
            data();
        } else if (name == BLOCK_HASH || name == HASH) {
            hash(hash, SEEN_HASH);
        } else if (name == BLOCK_NUMBER || name == NUMBER) {
            number = quantity(SEEN_NUMBER);
        } else if (name == LOG_INDEX) {
            logIndex = quantity(SEEN_INDEX);
        } else if (name == TRANSACTION_INDEX) {
            transactionIndex = quantity(0);
        } else if (name == REMOVED) {
            space();
            removed = peek() == 't';
            skip();
        } else {
            headMember(name);
        }
    }

    private void headMember(long name) {
        if (name == PARENT_HASH) {
            hash(parent, SEEN_PARENT);
        } else if (name == TIMESTAMP) {
            timestamp = quantity(0);
        } else if (name == GAS_USED) {
            gasUsed = quantity(0);
        } else if (name == GAS_LIMIT) {
            gasLimit = quantity(0);
        } else if (name == BASE_FEE) {
            baseFee = quantity(0);
        } else {
            skip();
        }
    }

    private void address() {
        final int start = string(ADDRESS_TEXT);
        if (start >= 0) {
            address0 = hex.u64(text, start + 2);
            address1 = hex.u64(text, start + 18);
            address2 = hex.u32(text, start + 34);
            seen |= SEEN_ADDRESS;
        }
    }

    private void topics() {
        space();
        for (boolean more = open('[', ']'); more; more = next(']')) {
            final int start = string(HASH_TEXT);
            if (start < 0 || topicCount == topicAt.length) {
                broken = true;
                return;
            }
            if (topicCount == 0) {
                topic0 = hex.u64(text, start + 2);
            }
            topicAt[topicCount++] = start + 2;
        }
        seen |= SEEN_TOPICS;
    }

    private void data() {
        space();
        if (peek() != '"') {
            broken = true;
            return;
        }
        final int start = at + 1;
        final int close = closing(start, guess());
        dataAt = start + 2;
        dataDigits = Math.max(0, close - dataAt);
        at = close + 1;
        seen |= SEEN_DATA;
    }

    /** How long the data is, for events that are known; then its end need not be looked for. */
    private int guess() {
        return topic0 == EventTopics.SWAP_HEAD ? 2 + 5 * 64 : topic0 == EventTopics.SYNC_HEAD ? 2 + 2 * 64 : 0;
    }

    private int closing(int start, int guess) {
        if (guess > 0 && start + guess < end && text[start + guess] == '"') {
            return start + guess;
        }
        return quote(start);
    }

    private void hash(long[] words, int flag) {
        final int start = string(HASH_TEXT);
        if (start >= 0) {
            for (int i = 0; i < 4; i++) {
                words[i] = hex.u64(text, start + 2 + 16 * i);
            }
            seen |= flag;
        }
    }

    private long quantity(int flag) {
        space();
        if (peek() != '"') {
            skip();
            return 0;
        }
        final int start = at + 1;
        final int close = quote(start);
        at = close + 1;
        seen |= flag;
        return broken ? 0 : hex.quantity(text, start, close);
    }

    private long decimal() {
        space();
        long value = 0;
        boolean digits = false;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            value = 10 * value + text[at++] - '0';
            digits = true;
        }
        if (!digits) {
            skip();
        }
        return value;
    }

    /** Passes over a string of a known length; returns where its characters begin, or -1 for null or another length. */
    private int string(int length) {
        space();
        final int start = at + 1;
        if (peek() == '"' && start + length < end && text[start + length] == '"') {
            at = start + length + 1;
            return start;
        }
        if (peek() == '"') {
            broken = true;
        }
        skip();
        return -1;
    }

    /** The name of a member as one word; leaves the position at its value. */
    private long memberName() {
        space();
        if (peek() != '"') {
            broken = true;
            return 0;
        }
        final int start = at + 1;
        final int close = quote(start);
        final int length = close - start;
        at = close + 1;
        space();
        if (peek() != ':' || broken) {
            broken = true;
            return 0;
        }
        at++;
        return name(text, start, length);
    }

    /** Enters an object or array; false if it is empty, which is then left behind. */
    private boolean open(char bracket, char close) {
        space();
        if (peek() != bracket) {
            broken = true;
            return false;
        }
        at++;
        space();
        if (peek() == close) {
            at++;
            return false;
        }
        return !broken;
    }

    /** Goes to the next member; false at the end, which is then left behind. */
    private boolean next(char close) {
        space();
        final int c = peek();
        at++;
        if (c != ',' && c != close) {
            broken = true;
        }
        return c == ',' && !broken;
    }

    private void space() {
        while (at < end && text[at] <= ' ' && text[at] >= 0) {
            at++;
        }
    }

    private int peek() {
        if (at >= end || broken) {
            broken = true;
            return 0;
        }
        return text[at];
    }

    /** Index of the quotation mark that ends a string. */
    private int quote(int from) {
        int i = from;
        while (i < end) {
            final long word = (long) LITTLE.get(text, i);
            final long found = zero(word ^ '"' * EACH) | zero(word ^ '\\' * EACH);
            if (found == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            if (i >= end) {
                break;
            }
            if (text[i] == '"') {
                return i;
            }
            i += 2;
        }
        broken = true;
        return end - 1;
    }

    /** The highest bit of the lowest zero byte, and perhaps of some above it. */
    private static long zero(long word) {
        return word - EACH & ~word & HIGH;
    }

    /** Passes over a value of any kind. */
    private void skip() {
        int depth = 0;
        space();
        while (at < end && !broken) {
            final byte c = text[at];
            if (c == '"') {
                at = quote(at + 1) + 1;
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return;
                }
                depth--;
                at++;
            } else if (c == ',' && depth == 0) {
                return;
            } else {
                at++;
                continue;
            }
            if (depth == 0) {
                return;
            }
        }
        broken = true;
    }
}
