package org.alphapulse.protocol;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.TypeSpec;

/** Calls the generated accessors of a type by their names. */
final class Reflected {
    final TypeSpec spec;
    final TlvFlyweight flyweight;
    private final Class<?> type;

    Reflected(final TypeSpec spec) throws ReflectiveOperationException {
        this.spec = spec;
        type = Class.forName("org.alphapulse.protocol." + spec.name() + "Flyweight");
        flyweight = (TlvFlyweight) type.getConstructor().newInstance();
    }

    int append(final MessageWriter writer, final RandomValues values) throws ReflectiveOperationException {
        if (spec.group().isPresent()) {
            return (int) call("appendTo", writer, values.entries.size());
        }
        return (int)
                (spec.tail().isPresent() ? call("appendTo", writer, values.tail.length) : call("appendTo", writer));
    }

    void set(final RandomValues values) throws ReflectiveOperationException {
        for (int i = 0; i < spec.fields().size(); i++) {
            if (spec.fields().get(i).kind() != FieldKind.COUNT) {
                set("", spec.fields().get(i), values.fields.get(i));
            }
        }
        for (int entry = 0; entry < values.entries.size(); entry++) {
            final List<FieldSpec> fields = spec.group().get().fields();
            for (int i = 0; i < fields.size(); i++) {
                set(
                        spec.group().get().name(),
                        fields.get(i),
                        values.entries.get(entry).get(i),
                        entry);
            }
        }
        if (spec.tail().isPresent()) {
            call(spec.tail().get().name() + "From", values.tail, 0);
        }
    }

    List<Object> fields() throws ReflectiveOperationException {
        final List<Object> values = new ArrayList<>();
        for (final FieldSpec field : spec.fields()) {
            values.add(get("", field));
        }
        return values;
    }

    List<Object> entry(final int entry) throws ReflectiveOperationException {
        final List<Object> values = new ArrayList<>();
        for (final FieldSpec field : spec.group().get().fields()) {
            values.add(get(spec.group().get().name(), field, entry));
        }
        return values;
    }

    byte[] tail() throws ReflectiveOperationException {
        final String name = spec.tail().get().name();
        final byte[] bytes = new byte[(int) call(name + "Length")];
        call(name + "To", bytes, 0);
        return bytes;
    }

    private void set(final String prefix, final FieldSpec field, final Object value, final Object... entry)
            throws ReflectiveOperationException {
        final String name = name(prefix, field);
        if (value instanceof BigInteger wide) {
            final Object[] limbs = new Object[field.kind().width() / 8];
            for (int i = 0; i < limbs.length; i++) {
                limbs[i] = wide.shiftRight(64 * i).longValue();
            }
            call(name, join(entry, limbs));
        } else if (field.kind().isInstrument() && value.equals(RandomValues.none())) {
            call(name + "None", entry);
        } else if (field.kind().isInstrument()) {
            call(name, join(entry, InstrumentId.fromBytes(((ByteBuffer) value).array(), 0)));
        } else if (value instanceof ByteBuffer bytes) {
            call(name + "From", join(entry, bytes.array(), 0));
        } else {
            call(name, join(entry, value));
        }
    }

    private Object get(final String prefix, final FieldSpec field, final Object... entry)
            throws ReflectiveOperationException {
        final String name = name(prefix, field);
        final FieldKind kind = field.kind();
        if (kind.isWide()) {
            BigInteger value = BigInteger.ZERO;
            for (int i = kind.width() / 8 - 1; i >= 0; i--) {
                final long limb = (long) call(name + "Limb" + i, entry);
                value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(limb)));
            }
            final boolean negative = kind.isSignedWide() && value.testBit(kind.bits() - 1);
            return negative ? value.subtract(BigInteger.ONE.shiftLeft(kind.bits())) : value;
        }
        if (kind.isInstrument() || kind.isBytes()) {
            final byte[] bytes = new byte[kind.width()];
            flyweight.buffer().getBytes((int) call(name + "Offset", entry), bytes);
            return ByteBuffer.wrap(bytes);
        }
        return call(name, entry);
    }

    private Object call(final String name, final Object... arguments) throws ReflectiveOperationException {
        for (final Method method : type.getMethods()) {
            if (method.getName().equals(name) && accepts(method.getParameterTypes(), arguments)) {
                return method.invoke(flyweight, arguments);
            }
        }
        throw new NoSuchMethodException(type + " " + name + Arrays.toString(arguments));
    }

    private static boolean accepts(final Class<?>[] parameters, final Object[] arguments) {
        if (parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            final Class<?> wanted = parameters[i];
            final Object given = arguments[i];
            final boolean fits = wanted == int.class
                    ? given instanceof Integer
                    : wanted == long.class ? given instanceof Long : wanted.isInstance(given);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Object[] join(final Object[] first, final Object... second) {
        final Object[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String name(final String prefix, final FieldSpec field) {
        return prefix.isEmpty()
                ? field.name()
                : prefix
                        + Character.toUpperCase(field.name().charAt(0))
                        + field.name().substring(1);
    }

    /** A buffer that ends where its bytes end, so that reading one byte too many is an exception. */
    static UnsafeBuffer guarded(final byte[] bytes) {
        return new UnsafeBuffer(bytes);
    }
}
