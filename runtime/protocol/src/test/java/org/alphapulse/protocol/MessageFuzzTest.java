package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;
import org.junit.jupiter.api.Test;

/**
 * Mutated messages. The buffer ends with the message, and bounds checks are on, so that a read outside of it is an
 * exception, and an exception is a failure that shows the message.
 */
class MessageFuzzTest {
    private static final long MESSAGES = Boolean.getBoolean("alphapulse.long") ? 100_000_000 : 1_500_000;
    private static final long RENDERED_EVERY = 512;
    private static final byte[] INTERESTING = {0, 1, 2, 4, 5, 127, -128, -2, -1};

    private final SplittableRandom random = new SplittableRandom(20260101);
    private final TlvFlyweight[] flyweights = new TlvFlyweight[256];
    private final Reflected[] reflected = new Reflected[256];
    private final List<byte[]> corpus = new ArrayList<>();
    private final MessageReader reader = new MessageReader();
    private final MessageValidator validator = new MessageValidator();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
    private final int[] outcomes = new int[64];

    @Test
    void shouldSurviveMutatedMessages() throws Exception {
        buildCorpus();
        for (long i = 0; i < MESSAGES; i++) {
            final byte[] message = mutated();
            try {
                check(message, i % RENDERED_EVERY == 0);
            } catch (final Exception | Error e) {
                throw new AssertionError("message " + i + ": " + HexFormat.of().formatHex(message), e);
            }
        }
        assertReached();
    }

    private void check(final byte[] message, final boolean rendered) throws Exception {
        buffer.wrap(message);
        final int valid = validator.validateWithChecksum(buffer, 0, message.length);
        final int structure = validator.validate(buffer, 0, message.length);
        outcomes[-structure]++;
        assertTrue(valid <= 0 && structure <= 0 && MessageErrors.isCode(structure));
        assertTrue(validator.errorPosition() >= 0 && validator.errorPosition() <= message.length);
        int type = reader.wrap(buffer, 0, message.length) == MessageErrors.OK ? reader.next() : 0;
        int steps = 0;
        while (type > 0) {
            assertTrue(++steps <= message.length, "endless");
            assertTrue(reader.valueOffset() >= 34 && reader.valueOffset() + reader.valueLength() <= message.length);
            if (flyweights[type] != null && flyweights[type].readFrom(reader) == MessageErrors.OK && rendered) {
                readAll(reflected[type]);
            }
            type = reader.next();
        }
        if (rendered) {
            assertNotNull(new ObjectMapper().readTree(new MessageJson().render(buffer, 0, message.length)));
        }
    }

    private static void readAll(final Reflected value) throws ReflectiveOperationException {
        value.fields();
        if (value.spec.tail().isPresent()) {
            value.tail();
        }
        if (value.spec.group().isPresent()) {
            final int entryLength = value.spec.group().get().entryLength();
            final int entries = (value.flyweight.length() - value.spec.blockLength()) / entryLength;
            for (int entry = 0; entry < entries; entry++) {
                value.entry(entry);
            }
        }
    }

    /** A fuzzer that never gets past the header proves nothing. */
    private void assertReached() {
        for (int code = MessageErrors.OK; code >= MessageErrors.BAD_SYMBOL; code--) {
            if (code != MessageErrors.BAD_CHECKSUM) {
                assertTrue(outcomes[-code] > 0, MessageErrors.name(code) + " was never reached");
            }
        }
    }

    private void buildCorpus() throws ReflectiveOperationException {
        for (final TypeSpec spec : MessageCatalogue.types()) {
            if (!spec.isReserved()) {
                reflected[spec.type()] = new Reflected(spec);
                flyweights[spec.type()] = reflected[spec.type()].flyweight;
                for (int copies = 0; copies < 8; copies++) {
                    corpus.add(message(spec, random.nextInt(4)));
                }
            }
        }
    }

    private byte[] message(final TypeSpec first, final int more) {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[65536]);
        final MessageWriter writer = new MessageWriter();
        writer.begin(scratch, 0, 65536, 1 + random.nextInt(4), 1 + random.nextInt(99), 0, random.nextLong(), 1);
        append(writer, scratch, first);
        for (int i = 0; i < more; i++) {
            append(
                    writer,
                    scratch,
                    MessageCatalogue.types()
                            .get(random.nextInt(MessageCatalogue.types().size())));
        }
        final byte[] message = new byte[writer.finishWithChecksum()];
        scratch.getBytes(0, message);
        return message;
    }

    private void append(final MessageWriter writer, final UnsafeBuffer scratch, final TypeSpec spec) {
        final byte[] value = new RandomValues(spec, random).bytes;
        scratch.putBytes(writer.claim(spec.type(), value.length), value);
    }

    private byte[] mutated() {
        final byte[] seed = corpus.get(random.nextInt(corpus.size()));
        byte[] message = seed.clone();
        for (int mutations = 1 + random.nextInt(3); mutations > 0 && message.length > 0; mutations--) {
            message = mutate(message);
        }
        if (random.nextInt(4) != 0 && message.length >= 32) {
            putSize(message);
        }
        return message;
    }

    private byte[] mutate(final byte[] message) {
        final int at = random.nextInt(message.length);
        final int inHeads = Math.min(message.length - 1, 30 + random.nextInt(10));
        switch (random.nextInt(8)) {
            case 0:
                message[at] ^= (byte) (1 << random.nextInt(8));
                return message;
            case 1:
                message[at] = INTERESTING[random.nextInt(INTERESTING.length)];
                return message;
            case 2:
                message[inHeads] = INTERESTING[random.nextInt(INTERESTING.length)];
                return message;
            case 3:
                message[inHeads] = (byte) random.nextInt();
                return message;
            case 4:
                return Arrays.copyOf(message, random.nextInt(message.length + 1));
            case 5:
                return Arrays.copyOf(message, message.length + random.nextInt(10));
            case 6:
                return splice(message, corpus.get(random.nextInt(corpus.size())));
            default:
                message[random.nextInt(Math.min(32, message.length))] = (byte) random.nextInt();
                return message;
        }
    }

    /** Appends the payload of another message, so that types come twice. */
    private static byte[] splice(final byte[] message, final byte[] other) {
        if (message.length < 32 || message.length + other.length > 65536) {
            return message;
        }
        final byte[] both = Arrays.copyOf(message, message.length + other.length - 32);
        System.arraycopy(other, 32, both, message.length, other.length - 32);
        return both;
    }

    /** Mends the size, so that most mutations get past the header. */
    private static void putSize(final byte[] message) {
        final int size = message.length - 32;
        message[24] = (byte) size;
        message[25] = (byte) (size >> 8);
        message[26] = 0;
        message[27] = 0;
    }
}
