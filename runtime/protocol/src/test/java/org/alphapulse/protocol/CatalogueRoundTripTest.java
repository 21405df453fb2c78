package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.NamedCode;
import org.alphapulse.protocol.catalogue.TypeSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueRoundTripTest {
    private static final int ROUNDS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<TypeSpec> types() {
        return MessageCatalogue.types().stream().filter(spec -> !spec.isReserved());
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldWriteTheBytesOfTheCatalogueAndReadThemBack(final TypeSpec spec) throws Exception {
        final SplittableRandom random = new SplittableRandom(spec.type());
        for (int round = 0; round < ROUNDS; round++) {
            final RandomValues values = new RandomValues(spec, random);
            final byte[] message = write(spec, values);

            final int head = values.bytes.length > 255 ? 5 : 2;
            assertEquals(32 + head + values.bytes.length, message.length);
            assertArrayEquals(values.bytes, java.util.Arrays.copyOfRange(message, 32 + head, message.length));

            final Reflected back = new Reflected(spec);
            final MessageReader reader = new MessageReader();
            assertEquals(MessageErrors.OK, reader.wrap(Reflected.guarded(message), 0, message.length));
            assertEquals(spec.type(), reader.next());
            assertEquals(MessageErrors.OK, back.flyweight.readFrom(reader));
            assertEquals(values.fields, back.fields());
            for (int entry = 0; entry < values.entries.size(); entry++) {
                assertEquals(values.entries.get(entry), back.entry(entry));
            }
            if (spec.tail().isPresent()) {
                assertArrayEquals(values.tail, back.tail());
            }
            assertEquals(MessageReader.END, reader.next());
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldPassValidationAndShowEveryValueInJson(final TypeSpec spec) throws Exception {
        final SplittableRandom random = new SplittableRandom(1000 + spec.type());
        final MessageValidator validator = new MessageValidator();
        for (int round = 0; round < ROUNDS; round++) {
            final RandomValues values = new RandomValues(spec, random);
            final byte[] message = write(spec, values);
            final UnsafeBuffer buffer = Reflected.guarded(message);
            assertEquals(MessageErrors.OK, validator.validateWithChecksum(buffer, 0, message.length));

            final String line = new MessageJson().render(buffer, 0, message.length);
            assertEquals(-1, line.indexOf('\n'));
            final JsonNode tlv = JSON.readTree(line).get("tlvs").get(0);
            assertEquals(spec.name(), tlv.get("type").asText());
            final JsonNode shown = tlv.get("fields");
            assertShown(spec.fields(), values.fields, shown);
            for (int entry = 0; entry < values.entries.size(); entry++) {
                final String name = spec.group().get().name() + "s";
                assertShown(
                        spec.group().get().fields(),
                        values.entries.get(entry),
                        shown.get(name).get(entry));
            }
            spec.tail().ifPresent(tail -> {
                final String text = shown.get(tail.name()).asText();
                final byte[] back = tail.text()
                        ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        : HexFormat.of().parseHex(text.substring(2));
                assertArrayEquals(values.tail, back);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldRefuseEveryShorterValue(final TypeSpec spec) throws Exception {
        final RandomValues values = new RandomValues(spec, new SplittableRandom(7));
        final MessageReader reader = new MessageReader();
        for (int length = 0; length < spec.blockLength(); length++) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
            final MessageWriter writer = new MessageWriter();
            writer.begin(buffer, 0, 512, Domains.SYSTEM, SourceKinds.SYSTEM, 0, 1, 1);
            buffer.putBytes(writer.claim(spec.type(), length), values.bytes, 0, length);
            final int size = writer.finishWithChecksum();
            reader.wrap(buffer, 0, size);
            reader.next();
            assertEquals(MessageErrors.VALUE_TOO_SHORT, new Reflected(spec).flyweight.readFrom(reader));
            final MessageValidator validator = new MessageValidator();
            assertEquals(MessageErrors.VALUE_TOO_SHORT, validator.validate(buffer, 0, size));
            assertEquals(34, validator.errorPosition());
        }
    }

    private static byte[] write(final TypeSpec spec, final RandomValues values) throws Exception {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[65536]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0xA5);
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.capacity(), Domains.SYSTEM, SourceKinds.SYSTEM, 0, 1, 1);
        final Reflected flyweight = new Reflected(spec);
        assertTrue(flyweight.append(writer, values) > 0);
        flyweight.set(values);
        final byte[] message = new byte[writer.finishWithChecksum()];
        buffer.getBytes(0, message);
        return message;
    }

    private static void assertShown(final List<FieldSpec> fields, final List<Object> values, final JsonNode shown) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).kind() != FieldKind.COUNT) {
                assertShown(
                        fields.get(i), values.get(i), shown.get(fields.get(i).name()));
            }
        }
    }

    private static void assertShown(final FieldSpec field, final Object value, final JsonNode shown) {
        switch (field.kind()) {
            case CODE ->
                assertEquals(
                        value,
                        shown.isInt()
                                ? shown.intValue()
                                : field.names().stream()
                                        .filter(named -> named.name().equals(shown.asText()))
                                        .findFirst()
                                        .map(NamedCode::code)
                                        .orElseThrow());
            case FLAGS -> {
                int bits = 0;
                for (final JsonNode flag : shown) {
                    bits |= flag.isInt()
                            ? flag.intValue()
                            : field.names().stream()
                                    .filter(named -> named.name().equals(flag.asText()))
                                    .findFirst()
                                    .map(NamedCode::code)
                                    .orElseThrow();
                }
                assertEquals(value, bits);
            }
            case FIXED8 -> assertEquals(new BigDecimal((long) value).movePointLeft(8), new BigDecimal(shown.asText()));
            case U64, TIME -> assertEquals(Long.toUnsignedString((long) value), shown.asText());
            case INSTRUMENT, OPTIONAL_INSTRUMENT ->
                assertEquals(
                        value,
                        shown.isNull()
                                ? RandomValues.none()
                                : ByteBuffer.wrap(bytes(InstrumentId.parse(shown.asText()))));
            case ADDRESS, HASH, ID16 ->
                assertEquals(
                        value,
                        ByteBuffer.wrap(HexFormat.of().parseHex(shown.asText().substring(2))));
            case SYMBOL -> assertEquals(value, shown.asText());
            case U8, U16, PART, U32, I32 -> assertEquals(((Number) value).longValue(), shown.longValue());
            default -> assertEquals(value, new BigInteger(shown.asText()));
        }
    }

    private static byte[] bytes(final InstrumentId id) {
        final byte[] bytes = new byte[40];
        id.toBytes(bytes, 0);
        return bytes;
    }
}
