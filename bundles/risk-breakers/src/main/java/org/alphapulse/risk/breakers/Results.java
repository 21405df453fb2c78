package org.alphapulse.risk.breakers;

import java.math.BigInteger;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;

/** What results add up to: the loss of the day and the share of failures. Gate's thread. */
final class Results {
    private static final int NEWEST = 10_000;

    private final Gauge loss;
    private final Gauge failure;
    private final PricedTokens tokens;
    private final long chainId;
    private final String failures;
    private final DailyLoss daily = new DailyLoss();
    private final FailureRate rate;
    private final InstrumentIdFlyweight token = new InstrumentIdFlyweight();
    private RiskContext context;
    private long startNs;
    private boolean recovered;

    /** {@code failures} names the results that count as failed, {@code chainId} 0 counts those of all chains. */
    Results(Gauge loss, Gauge failure, PricedTokens tokens, long chainId, String failures, FailureRate rate) {
        this.loss = loss;
        this.failure = failure;
        this.tokens = tokens;
        this.chainId = chainId;
        this.failures = failures;
        this.rate = rate;
    }

    void begin(RiskContext newContext, long lastResetNs) {
        context = newContext;
        startNs = newContext.clock().epochNs();
        daily.restart(lastResetNs);
    }

    /** Counts anew from a person's reset on. */
    void restart(long resetNs) {
        daily.restart(resetNs);
        rate.restart();
    }

    /** The last results; the loss of the day is counted again from the ledger, at the prices of the new version. */
    FailureRate rate() {
        return rate;
    }

    void onReport(ExecutionReportFlyweight report, long nowNs) {
        if (chainId != 0 && report.chainId() != 0 && report.chainId() != chainId) {
            return;
        }
        final int result = report.result();
        daily.roll(nowNs);
        final long gas = DailyLoss.gasGwei(report.gasUsed(), report.gasPriceWei());
        final long profit = result == ExecutionReportFlyweight.RESULT_FILLED ? profitGwei(report) : 0;
        daily.add(report.planId(), profit - gas);
        if (loss.exceeds(daily.loss())) {
            loss.trip(context, "lost since midnight UTC or the last reset");
        }
        if (result != ExecutionReportFlyweight.RESULT_UNKNOWN && failure.exceeds(rate.add(isFailure(result)))) {
            failure.trip(context, rate.failures() + " of the last " + rate.count() + " executions failed");
        }
    }

    private boolean isFailure(int result) {
        return switch (result) {
            case ExecutionReportFlyweight.RESULT_REVERTED -> failures.contains("reverted");
            case ExecutionReportFlyweight.RESULT_REJECTED -> failures.contains("rejected");
            case ExecutionReportFlyweight.RESULT_EXPIRED -> failures.contains("expired");
            default -> false;
        };
    }

    private long profitGwei(ExecutionReportFlyweight report) {
        final BigInteger profit = PricedTokens.signed(
                report.realisedProfitLimb0(),
                report.realisedProfitLimb1(),
                report.realisedProfitLimb2(),
                report.realisedProfitLimb3());
        return profit.signum() == 0 ? 0 : gwei(report.profitToken(token).value(), profit);
    }

    /** A gain in a token without a price counts nothing, a loss as the whole limit. */
    private long gwei(InstrumentId profitToken, BigInteger profit) {
        final int priced = tokens.find(profitToken);
        if (priced >= 0) {
            return tokens.gwei(priced, profit);
        }
        loss.note("results in " + profitToken + " are not counted: add it to tokens");
        return profit.signum() > 0 ? 0 : -Long.MAX_VALUE / 4;
    }

    /** Begins a new day where it has come, and counts once what the ledger has of today from before the start. */
    void look(TradeLedger ledger, long nowNs) {
        final long from = daily.roll(nowNs);
        if (!recovered && ledger != null) {
            recovered = true;
            for (final LedgerEntry entry : ledger.newest(NEWEST)) {
                final long created = entry.plan().createdAtNs();
                final boolean counts = chainId == 0 || entry.plan().chainId() == chainId;
                if (counts && created >= from && created < startNs) {
                    entry.settlement().ifPresent(end -> daily.add(0, gain(entry, end)));
                }
            }
        }
        if (loss.exceeds(daily.loss())) {
            loss.trip(context, "lost since midnight UTC or the last reset");
        }
    }

    private long gain(LedgerEntry entry, Settlement end) {
        final String unit = entry.plan().profitToken();
        final long profit =
                unit.isEmpty() || end.profit().signum() == 0 ? 0 : gwei(InstrumentId.parse(unit), end.profit());
        return profit - DailyLoss.gasGwei(end.gasUsed(), end.gasPriceWei());
    }
}
