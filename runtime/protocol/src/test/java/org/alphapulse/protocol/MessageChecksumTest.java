package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageChecksumTest {
    private final MessageChecksum checksum = new MessageChecksum();

    @Test
    void shouldEqualThePublishedVector() {
        final byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0xE3069283, checksum.computePlain(new UnsafeBuffer(digits), 0, 9));
    }

    @Test
    void shouldEqualTheJdkOverEveryKindOfBuffer() {
        final SplittableRandom random = new SplittableRandom(3);
        final UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(20_100));
        final UnsafeBuffer slice = new UnsafeBuffer(ByteBuffer.allocateDirect(20_200), 50, 20_100);
        final UnsafeBuffer heap = new UnsafeBuffer(new byte[20_200], 70, 20_100);
        final UnsafeBuffer addressed = new UnsafeBuffer(direct.addressOffset(), 20_100);
        for (int round = 0; round < 300; round++) {
            final int length = 32 + random.nextInt(round < 250 ? 300 : 20_000);
            final int offset = random.nextInt(60);
            final byte[] message = RandomValues.randomBytes(length, random);
            final int expected = jdk(message);
            for (final UnsafeBuffer buffer : new UnsafeBuffer[] {heap, slice, direct, addressed}) {
                buffer.putBytes(offset, message);
                assertEquals(expected, checksum.compute(buffer, offset, length));
            }
        }
    }

    private static int jdk(final byte[] message) {
        final byte[] zeroed = message.clone();
        Arrays.fill(zeroed, 28, 32, (byte) 0);
        final CRC32C crc = new CRC32C();
        crc.update(zeroed);
        return (int) crc.getValue();
    }
}
