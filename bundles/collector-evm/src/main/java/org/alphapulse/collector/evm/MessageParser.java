package org.alphapulse.collector.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.alphapulse.chain.BlockHeader;

/**
 * Reads the messages of a node in one pass over their bytes: no tree, no allocation, no exception. Members may come in any order; where
 * they come as they did before, which they do as long as one node writes them, their names are compared instead of read.
 *
 * <p>Found values are fields of this object until the next log or head. Numbers in hexadecimal are checked digit by digit; the data of
 * a log is only located, and decoded by who needs it. At least 16 bytes after a message must be readable. Not thread-safe.
 */
final class MessageParser extends JsonReader {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FALS = 's' << 24 | 'l' << 16 | 'a' << 8 | 'f';
    private static final int FALSE = 5;
    private static final int HASH_TEXT = 66;
    private static final int ADDRESS_TEXT = 42;
    /** Bits of a log's index: no block has room for so many. A larger one would cost memory, or mean the end of the block further on. */
    private static final int INDEX_BITS = 24;

    /** Arrays within each other around a log or head: nodes write one at most. */
    private static final int MAX_DEPTH = 16;

    private static final long PARAMS = name("params");
    private static final long RESULT = name("result");
    private static final long ID = name("id");
    private static final long ERROR = name("error");

    private static final int OTHER = 0;
    private static final int ADDRESS = 1;
    private static final int TOPICS = 2;
    private static final int DATA = 3;
    private static final int HASH = 4;
    private static final int NUMBER = 5;
    private static final int LOG_INDEX = 6;
    private static final int TRANSACTION_INDEX = 7;
    private static final int REMOVED = 8;
    private static final int PARENT_HASH = 9;
    private static final int TIMESTAMP = 10;
    private static final int GAS_USED = 11;
    private static final int GAS_LIMIT = 12;
    private static final int BASE_FEE = 13;
    private static final long[] NAMES = {
        name("address"),
        name("topics"),
        name("data"),
        name("blockHash"),
        name("hash"),
        name("blockNumber"),
        name("number"),
        name("logIndex"),
        name("transactionIndex"),
        name("removed"),
        name("parentHash"),
        name("timestamp"),
        name("gasUsed"),
        name("gasLimit"),
        name("baseFeePerGas")
    };
    private static final int[] MEMBERS = {
        ADDRESS,
        TOPICS,
        DATA,
        HASH,
        HASH,
        NUMBER,
        NUMBER,
        LOG_INDEX,
        TRANSACTION_INDEX,
        REMOVED,
        PARENT_HASH,
        TIMESTAMP,
        GAS_USED,
        GAS_LIMIT,
        BASE_FEE
    };

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
    /** Where the log or head under way begins in the text. */
    int objectAt;

    private final MessageEvents events;
    private final HexReader hex = new HexReader();
    /** Those of the object before, and those of the last one that was made differently: logs and heads take turns. */
    private MemberOrder order = new MemberOrder();

    private MemberOrder otherOrder = new MemberOrder();
    private final Openings openings = new Openings();
    /** Digits of {@link #hash}. */
    private final byte[] hashText = new byte[HASH_TEXT];

    private int first;
    private int seen;
    private int depth;

    MessageParser(MessageEvents events) {
        this.events = events;
    }

    /** Length of the log or head that was read just now. */
    int objectLength() {
        return at - objectAt;
    }

    /** Reads one message; false if it is malformed. What came before the fault has been handed on. */
    boolean parse(byte[] buffer, int offset, int length) {
        text = buffer;
        first = offset;
        at = offset;
        end = offset + length;
        broken = false;
        depth = 0;
        long id = 0;
        int deferred = -1;
        boolean failed = false;
        boolean answered = false;
        boolean mayOpen = true;
        boolean more;
        final int opening = openings.find(text, at, end);
        if (opening > 0) {
            at += opening;
            value(0);
            params(next('}'), false);
            mayOpen = false;
            more = next('}');
        } else {
            more = open('{', '}');
        }
        for (; more; more = next('}')) {
            final long name = memberName();
            if (name == PARAMS) {
                space();
                if (peek() == '{') {
                    params(open('{', '}'), mayOpen && id == 0 && deferred < 0 && !failed);
                } else {
                    skip();
                }
                mayOpen = false;
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
                failed |= !result(id);
            } else {
                skip();
            }
        }
        if (deferred >= 0 && id != 0 && !broken) {
            at = deferred;
            answered = true;
            failed |= !result(id);
        }
        if (id != 0 && (answered || failed) && !broken) {
            events.onAnswer(id, failed);
        }
        return !broken;
    }

    /** Reads what is left of the parameters; remembers what stands before their result if that is all there is to know of it. */
    private void params(boolean more, boolean mayOpen) {
        boolean learn = mayOpen;
        for (boolean again = more; again; again = next('}')) {
            if (memberName() == RESULT) {
                if (learn && !broken) {
                    openings.learn(text, first, at);
                }
                learn = false;
                value(0);
            } else {
                skip();
            }
        }
    }

    /** Reads the result of a call; false if it is null, which says nothing. */
    private boolean result(long id) {
        space();
        final boolean there = peek() != 'n';
        value(id);
        return there;
    }

    private void value(long id) {
        space();
        if (peek() == '[') {
            broken |= ++depth > MAX_DEPTH;
            for (boolean more = open('[', ']'); more; more = next(']')) {
                value(id);
            }
            depth--;
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
        number = 0;
        removed = false;
        transactionIndex = 0;
        timestamp = 0;
        gasUsed = 0;
        gasLimit = 0;
        baseFee = 0;
        topicCount = 0;
        topic0 = 0;
        hex.reset();
        if (open('{', '}')) {
            members();
        }
        final boolean log = (seen & LOG) == LOG;
        broken |= !hex.valid() || number >>> BlockHeader.NUMBER_BITS != 0 || (log && logIndex >>> INDEX_BITS != 0);
        if (broken) {
            return;
        }
        if (log) {
            events.onLog(id);
        } else if ((seen & HEAD) == HEAD) {
            events.onHead(id);
        }
    }

    private void members() {
        if (!order.matches(0, text, at, end)) {
            final MemberOrder last = order;
            order = otherOrder;
            otherOrder = last;
        }
        final MemberOrder known = order;
        for (int i = 0; !broken; i++) {
            if (i < MemberOrder.MOST && known.matches(i, text, at, end)) {
                at += known.length(i);
                member(known.member(i));
                continue;
            }
            final int from = at;
            if (i > 0 && !next('}')) {
                return;
            }
            final int member = memberOf(memberName());
            if (i < MemberOrder.MOST && !broken) {
                known.learn(i, text, from, at, member);
            }
            member(member);
        }
    }

    private static int memberOf(long name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i] == name) {
                return MEMBERS[i];
            }
        }
        return OTHER;
    }

    private void member(int member) {
        switch (member) {
            case ADDRESS -> address();
            case TOPICS -> topics();
            case DATA -> data();
            case HASH -> hash();
            case NUMBER -> number = quantity(SEEN_NUMBER);
            case LOG_INDEX -> logIndex = quantity(SEEN_INDEX);
            case TRANSACTION_INDEX -> transactionIndex = quantity(0);
            case REMOVED -> removed = truth();
            case PARENT_HASH -> parentHash();
            case TIMESTAMP -> timestamp = quantity(0);
            case GAS_USED -> gasUsed = quantity(0);
            case GAS_LIMIT -> gasLimit = quantity(0);
            case BASE_FEE -> baseFee = quantity(0);
            default -> skip();
        }
    }

    private boolean truth() {
        space();
        final boolean value = peek() == 't';
        if (!value && at + FALSE < end && (int) INTS.get(text, at) == FALS && text[at + FALSE - 1] == 'e') {
            at += FALSE;
        } else {
            skip();
        }
        return value;
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

    /** All logs of a block name the same one. */
    private void hash() {
        final int start = string(HASH_TEXT);
        if (start < 0) {
            return;
        }
        seen |= SEEN_HASH;
        if (!Arrays.equals(text, start, start + HASH_TEXT, hashText, 0, HASH_TEXT)) {
            words(start, hash);
            if (hex.valid()) {
                System.arraycopy(text, start, hashText, 0, HASH_TEXT);
            } else {
                hashText[0] = 0;
            }
        }
    }

    private void parentHash() {
        final int start = string(HASH_TEXT);
        if (start >= 0) {
            words(start, parent);
            seen |= SEEN_PARENT;
        }
    }

    private void words(int start, long[] words) {
        for (int i = 0; i < 4; i++) {
            words[i] = hex.u64(text, start + 2 + 16 * i);
        }
    }

    private long quantity(int flag) {
        space();
        if (peek() != '"') {
            skip();
            return 0;
        }
        seen |= flag;
        final int start = at + 1;
        final int digits = hex.digits(text, start + 2);
        if (digits > 0 && start + 2 + digits < end && text[start] == '0' && text[start + 1] == 'x') {
            at = start + 3 + digits;
            return hex.few(text, start + 2, digits);
        }
        final int close = quote(start);
        at = close + 1;
        return broken ? 0 : hex.quantity(text, start, close);
    }
}
