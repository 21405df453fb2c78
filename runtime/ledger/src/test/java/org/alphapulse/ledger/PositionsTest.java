package org.alphapulse.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sums of the ledger against adding up all results by hand, however plans were settled, undone and settled anew. */
class PositionsTest {
    private static final String[] TOKENS = {"chain:1:token:0x01", "chain:137:token:0x02", ""};
    private static final String[] ACCOUNTS = {"0x70997970c51812dc3a010c7d01b50e0d17dc79c8", "paper"};

    @TempDir
    Path folder;

    /** What the test itself remembers of a plan. */
    private static final class Memory {
        private final long entry;
        private final Planned plan;
        private Settlement end;

        Memory(long entry, Planned plan) {
            this.entry = entry;
            this.plan = plan;
        }
    }

    private static Planned plan(Random random, long number) {
        return new Planned(
                number,
                number,
                random.nextInt(3),
                1 + random.nextInt(2),
                ACCOUNTS[random.nextInt(2)],
                number,
                "0x" + number,
                TOKENS[random.nextInt(3)],
                BigInteger.valueOf(random.nextLong()),
                1,
                1,
                1,
                0,
                number,
                new byte[0]);
    }

    private static Settlement end(Random random) {
        final Outcome outcome = Outcome.values()[random.nextInt(4)];
        final boolean mined = outcome == Outcome.FILLED || outcome == Outcome.REVERTED || random.nextInt(4) == 0;
        return new Settlement(
                outcome,
                "",
                0,
                "",
                mined ? random.nextInt(1_000_000) : 0,
                mined ? random.nextLong() >>> 20 : 0,
                outcome == Outcome.FILLED
                        ? new BigInteger(200, random).subtract(BigInteger.ONE.shiftLeft(199))
                        : BigInteger.ZERO,
                "");
    }

    @Test
    void shouldEqualTheSumOfAllResultsAndGasWhenReadAtAnyTimeAndAfterRestarts() {
        final Random random = new Random(11);
        final List<Memory> memories = new ArrayList<>();
        for (int restart = 0; restart < 4; restart++) {
            try (FileLedger ledger = FileLedger.open(folder, 20_000)) {
                assertEquals(sums(memories), ledger.positions());
                for (int i = 0; i < 150; i++) {
                    step(random, ledger, memories);
                }
                assertEquals(sums(memories), ledger.positions());
            }
        }
        assertEquals(
                memories.stream().filter(memory -> memory.end == null).count(),
                sums(memories).stream().mapToLong(Position::unsettled).sum());
    }

    private static void step(Random random, FileLedger ledger, List<Memory> memories) {
        final Memory any = memories.isEmpty() ? null : memories.get(random.nextInt(memories.size()));
        if (any == null || random.nextInt(3) == 0) {
            final Planned plan = plan(random, memories.size() + 1);
            memories.add(new Memory(ledger.plan(plan), plan));
        } else if (any.end == null) {
            // A cancelled plan has gas as well: that of the transaction that cancelled it.
            any.end = end(random);
            ledger.settle(any.entry, any.end);
        } else if (random.nextBoolean()) {
            any.end = null;
            ledger.undo(any.entry);
        }
    }

    /** Plain loops over all plans, once for each possible row. */
    private static List<Position> sums(List<Memory> memories) {
        final List<Position> rows = new ArrayList<>();
        for (long strategy = 0; strategy < 3; strategy++) {
            for (long chain = 1; chain < 3; chain++) {
                for (final String account : ACCOUNTS) {
                    for (final String token : new String[] {"", TOKENS[1], TOKENS[0]}) {
                        add(rows, memories, strategy, chain, account, token);
                    }
                }
            }
        }
        return rows;
    }

    private static void add(
            List<Position> rows, List<Memory> memories, long strategy, long chain, String account, String token) {
        long plans = 0;
        long filled = 0;
        long reverted = 0;
        long open = 0;
        BigInteger profit = BigInteger.ZERO;
        BigInteger gas = BigInteger.ZERO;
        for (final Memory memory : memories) {
            final Planned plan = memory.plan;
            if (plan.strategyId() != strategy
                    || plan.chainId() != chain
                    || !plan.account().equals(account)
                    || !plan.profitToken().equals(token)) {
                continue;
            }
            plans++;
            if (memory.end == null) {
                open++;
                continue;
            }
            filled += memory.end.outcome() == Outcome.FILLED ? 1 : 0;
            reverted += memory.end.outcome() == Outcome.REVERTED ? 1 : 0;
            profit = profit.add(memory.end.profit());
            gas = gas.add(
                    BigInteger.valueOf(memory.end.gasUsed()).multiply(BigInteger.valueOf(memory.end.gasPriceWei())));
        }
        if (plans > 0) {
            rows.add(new Position(strategy, chain, account, token, filled, reverted, open, profit, gas));
        }
    }
}
