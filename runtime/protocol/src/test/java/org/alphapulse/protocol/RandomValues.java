package org.alphapulse.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.TypeSpec;

/**
 * A random value of a type, and its bytes written one field after another by a ByteBuffer. It takes the order of the
 * fields from the catalogue, and neither offsets nor generated code, so it is a check on both.
 */
final class RandomValues {
    final TypeSpec spec;
    final List<Object> fields = new ArrayList<>();
    final List<List<Object>> entries = new ArrayList<>();
    final byte[] tail;
    final byte[] bytes;

    RandomValues(final TypeSpec spec, final SplittableRandom random) {
        this.spec = spec;
        final ByteBuffer out = ByteBuffer.allocate(65536).order(ByteOrder.LITTLE_ENDIAN);
        final int count = spec.group().isPresent() ? random.nextInt(13) : 0;
        for (final FieldSpec field : spec.fields()) {
            switch (field.kind()) {
                case COUNT -> fields.add(put(out, count));
                case PART -> fields.add(put(out, random.nextInt(count + 1)));
                default -> fields.add(put(out, field.kind(), random));
            }
        }
        for (int i = 0; i < count; i++) {
            final List<Object> entry = new ArrayList<>();
            for (final FieldSpec field : spec.group().get().fields()) {
                entry.add(put(out, field.kind(), random));
            }
            entries.add(entry);
        }
        tail = spec.tail().isPresent() ? tail(spec.tail().get().text(), random) : new byte[0];
        out.put(tail);
        bytes = new byte[out.position()];
        out.flip().get(bytes);
    }

    private static Object put(final ByteBuffer out, final int count) {
        out.putShort((short) count);
        return count;
    }

    private static Object put(final ByteBuffer out, final FieldKind kind, final SplittableRandom random) {
        switch (kind) {
            case U8, CODE, FLAGS: {
                final int value = random.nextInt(256);
                out.put((byte) value);
                return value;
            }
            case U16: {
                final int value = random.nextInt(65536);
                out.putShort((short) value);
                return value;
            }
            case U32: {
                final long value = random.nextLong(1L << 32);
                out.putInt((int) value);
                return value;
            }
            case I32: {
                final int value = random.nextInt();
                out.putInt(value);
                return value;
            }
            case U64, TIME, FIXED8: {
                final long value = random.nextLong();
                out.putLong(value);
                return value;
            }
            case U112:
                return wide(out, 112, 16, false, random);
            case U128:
                return wide(out, 128, 16, false, random);
            case I128:
                return wide(out, 128, 16, true, random);
            case U160:
                return wide(out, 160, 24, false, random);
            case U256:
                return wide(out, 256, 32, false, random);
            case I256:
                return wide(out, 256, 32, true, random);
            case INSTRUMENT, OPTIONAL_INSTRUMENT:
                return instrument(out, kind == FieldKind.OPTIONAL_INSTRUMENT && random.nextInt(3) == 0, random);
            case ADDRESS:
                return bytes(out, 20, random);
            case HASH:
                return bytes(out, 32, random);
            case ID16:
                return bytes(out, 16, random);
            case SYMBOL:
                return symbol(out, random);
            default:
                throw new AssertionError(kind);
        }
    }

    private static BigInteger wide(
            final ByteBuffer out,
            final int bits,
            final int width,
            final boolean signed,
            final SplittableRandom random) {
        final int magnitude = random.nextInt(bits + 1);
        BigInteger value = magnitude == 0
                ? BigInteger.ZERO
                : new BigInteger(1, randomBytes(32, random)).shiftRight(256 - magnitude);
        if (signed) {
            value = value.shiftRight(1);
            value = random.nextBoolean() ? value : value.not();
        }
        for (int i = 0; i < width; i++) {
            out.put(value.shiftRight(8 * i).byteValue());
        }
        return value;
    }

    private static Object instrument(final ByteBuffer out, final boolean none, final SplittableRandom random) {
        if (none) {
            out.put(new byte[40]);
            return none();
        }
        final int form = 1 + random.nextInt(3);
        final int start = out.position();
        out.putShort((short) (1 + random.nextInt(65535)));
        out.put((byte) (1 + random.nextInt(10)));
        out.put((byte) form);
        out.putInt(random.nextInt());
        final byte[] payload = new byte[32];
        if (form == 3) {
            fillPrintable(payload, 1 + random.nextInt(32), '!', random);
        } else {
            System.arraycopy(randomBytes(32, random), 0, payload, 0, form == 1 ? 20 : 32);
        }
        out.put(payload);
        final byte[] id = new byte[40];
        out.get(start, id);
        return ByteBuffer.wrap(id);
    }

    static ByteBuffer none() {
        return ByteBuffer.wrap(new byte[40]);
    }

    private static Object bytes(final ByteBuffer out, final int length, final SplittableRandom random) {
        final byte[] value = randomBytes(length, random);
        out.put(value);
        return ByteBuffer.wrap(value);
    }

    private static Object symbol(final ByteBuffer out, final SplittableRandom random) {
        final byte[] value = new byte[32];
        final int length = random.nextInt(33);
        fillPrintable(value, length, ' ', random);
        out.put(value);
        return new String(value, 0, length, StandardCharsets.US_ASCII);
    }

    private static void fillPrintable(
            final byte[] value, final int length, final char first, final SplittableRandom random) {
        for (int i = 0; i < length; i++) {
            value[i] = (byte) random.nextInt(first, '~' + 1);
        }
    }

    private static byte[] tail(final boolean text, final SplittableRandom random) {
        final byte[] bytes = randomBytes(random.nextInt(400), random);
        if (!text) {
            return bytes;
        }
        final StringBuilder characters = new StringBuilder();
        for (final byte value : bytes) {
            characters.append((char) (value < 0 ? 0x3B0 + value : value));
        }
        return characters.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] randomBytes(final int length, final SplittableRandom random) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }
}
