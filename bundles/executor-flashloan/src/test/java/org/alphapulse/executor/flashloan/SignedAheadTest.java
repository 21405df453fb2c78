package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.alphapulse.spi.signer.Signer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference for every transaction is a signer that was never asked ahead. */
class SignedAheadTest {
    private static final long CHAIN = 137;
    private static final byte[] CONTRACT = new byte[20];

    private final Random random = new Random(1);
    private final PlanSlot slot = new PlanSlot();
    private int signatures;
    private PlanSigner signer;
    private PlanSigner plain;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        final Signer keystore = Desk.signer(folder, "0x" + "5d".repeat(32));
        signer = new PlanSigner(new Counting(keystore), CHAIN, CONTRACT);
        plain = new PlanSigner(keystore, CHAIN, CONTRACT);
    }

    /** A signer that counts. */
    private final class Counting implements Signer {
        private final Signer signer;

        Counting(Signer signer) {
            this.signer = signer;
        }

        @Override
        public void addressTo(byte[] target, int offset) {
            signer.addressTo(target, offset);
        }

        @Override
        public Session newSession() {
            final Session session = signer.newSession();
            return (hash, hashOffset, signature, offset) -> {
                signatures++;
                return session.sign(hash, hashOffset, signature, offset);
            };
        }

        @Override
        public String implementation() {
            return signer.implementation();
        }
    }

    private void plan(int number) {
        random.setSeed(number);
        slot.clear(number);
        slot.nonce = number;
        slot.maxFeeWei = 1_000L + random.nextInt(1_000);
        slot.priorityFeeWei = 10;
        slot.gasLimit = 300_000;
        slot.calldataLength = 200 + random.nextInt(200);
        random.nextBytes(slot.calldata);
    }

    private void assertSigned() {
        assertTrue(signer.sign(slot));
        final byte[] transaction = Arrays.copyOf(slot.transaction, slot.transactionLength);
        final byte[] hash = slot.hash.clone();
        assertTrue(plain.sign(slot));
        assertArrayEquals(Arrays.copyOf(slot.transaction, slot.transactionLength), transaction);
        assertArrayEquals(slot.hash, hash);
    }

    @Test
    void shouldSignOnceWhatWasExpected() {
        for (int number = 1; number <= SignedAhead.KEPT; number++) {
            plan(number);
            assertTrue(signer.signAhead(slot));
            assertTrue(signer.signAhead(slot));
            assertEquals(number, signatures);
            assertEquals(0, slot.transactionLength, "nothing is put together before the approval");
        }
        for (int number = SignedAhead.KEPT; number >= 1; number--) {
            plan(number);
            assertSigned();
        }
        assertEquals(SignedAhead.KEPT, signatures);
    }

    @Test
    void shouldSignAnewWhenAnythingIsNotAsExpected() {
        for (int change = 0; change < 6; change++) {
            plan(7);
            signer.signAhead(slot);
            switch (change) {
                case 0 -> slot.nonce++;
                case 1 -> slot.maxFeeWei++;
                case 2 -> slot.priorityFeeWei++;
                case 3 -> slot.gasLimit++;
                case 4 -> slot.calldata[slot.calldataLength - 1]++;
                default -> slot.calldataLength--;
            }
            final int before = signatures;
            assertSigned();
            assertEquals(before + 1, signatures);
        }
    }

    @Test
    void shouldForgetTheOldestWhenThereIsNoRoom() {
        for (int number = 1; number <= SignedAhead.KEPT + 1; number++) {
            plan(number);
            signer.signAhead(slot);
        }
        final int before = signatures;
        plan(2);
        assertSigned();
        assertEquals(before, signatures);
        plan(1);
        assertSigned();
        assertEquals(before + 1, signatures);
    }
}
