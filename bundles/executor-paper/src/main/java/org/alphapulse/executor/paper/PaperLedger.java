package org.alphapulse.executor.paper;

import java.math.BigInteger;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.alphapulse.amm.U256;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.ledger.LedgerException;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;

/**
 * Writes what was filled on paper to the ledger, on an agent of its own since the disk is slow. The account is the mode's name, so that
 * nothing is mistaken for an account on a chain.
 */
final class PaperLedger {
    private static final int BATCH = 64;

    private final ExecutorContext context;
    private final Supplier<TradeLedger> ledger;
    private final String account;
    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();

    /** A plan with its end. */
    private record Line(Planned plan, Settlement end) {}

    PaperLedger(ExecutorContext context, Supplier<TradeLedger> ledger) {
        this.context = context;
        this.ledger = ledger;
        this.account = context.mode().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Takes a result. Engine's thread. */
    void add(PaperRoute route, Outcome outcome, U256 profit, long gas, long block, int reason) {
        if (ledger.get() != null) {
            waiting.add(new Line(
                    plan(route),
                    new Settlement(
                            outcome,
                            "",
                            block,
                            "",
                            gas,
                            route.gasPriceWei,
                            profit.toBigInteger(),
                            Reasons.text(reason))));
        }
    }

    private Planned plan(PaperRoute route) {
        return new Planned(
                route.planId,
                route.signalId,
                route.strategyId,
                route.chainId,
                account,
                0,
                "",
                route.token().toString(),
                signed(route.expectedProfit),
                route.gasUnits,
                route.gasPriceWei,
                0,
                route.deadlineBlock,
                route.createdAtNs,
                new byte[0]);
    }

    private static BigInteger signed(long[] limbs) {
        final byte[] bytes = new byte[limbs.length * Long.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bytes.length - 1 - i] = (byte) (limbs[i / Long.BYTES] >>> (Byte.SIZE * (i % Long.BYTES)));
        }
        return new BigInteger(bytes);
    }

    /** Writes what waits. Agent's thread. */
    int doWork() {
        int work = 0;
        final TradeLedger open = ledger.get();
        while (open != null && work < BATCH) {
            final Line line = waiting.poll();
            if (line == null) {
                break;
            }
            try {
                open.settle(open.plan(line.plan()), line.end());
            } catch (LedgerException e) {
                context.degraded(e.getMessage());
            }
            work++;
        }
        return work;
    }

    /** Writes all that waits, since the agent will not any more. Engine's thread, which waits for the disk this once. */
    void finish() {
        int work;
        do {
            work = doWork();
        } while (work > 0);
    }
}
