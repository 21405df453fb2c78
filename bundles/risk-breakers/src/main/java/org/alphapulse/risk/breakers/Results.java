package org.alphapulse.risk.breakers;

import java.math.BigInteger;
import java.util.Locale;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;

/** What results add up to: the loss of the day and the share of failures. Gate's thread. */
final class Results {
    private static final int NEWEST = 10_000;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

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
    private final byte[] hash = new byte[32];

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
        daily.add(report.planId(), transaction(report), profit - gas);
        if (loss.exceeds(daily.loss())) {
            loss.trip(context, "lost since midnight UTC or the last reset");
        }
        // A transfer that fills a hole among the nonces is of no plan and no signal.
        final boolean executed = (report.planId() | report.signalId()) != 0;
        if (executed
                && result != ExecutionReportFlyweight.RESULT_UNKNOWN
                && failure.exceeds(rate.add(isFailure(result)))) {
            failure.trip(context, rate.failures() + " of the last " + rate.count() + " executions failed");
        }
    }

    /** The beginning of its hash; on paper, where there is none, plan and block. The ledger gives the same. */
    private long transaction(ExecutionReportFlyweight report) {
        report.transactionHashTo(hash, 0);
        long key = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            key = (key << 8) | (hash[i] & 0xff);
        }
        return key == 0 ? onPaper(report.planId(), report.blockNumber()) : key;
    }

    private static long transaction(long planId, Settlement end) {
        final String digits = end.transactionHash();
        return digits.length() < 18
                ? onPaper(planId, end.blockNumber())
                : Long.parseUnsignedLong(digits.substring(2, 18), 16);
    }

    /** 0 without a block: then nothing was gained or paid. Ids of plans begin anew with each process, but not at the same block. */
    private static long onPaper(long planId, long block) {
        return block == 0 ? 0 : (planId * SPREAD) ^ block;
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
                final boolean counts = (chainId == 0 || entry.plan().chainId() == chainId)
                        && isOfThisMode(entry.plan().account());
                if (counts && created >= from && created < startNs) {
                    entry.settlement()
                            .ifPresent(
                                    end -> daily.add(0, transaction(entry.plan().planId(), end), gain(entry, end)));
                }
            }
        }
        if (loss.exceeds(daily.loss())) {
            loss.trip(context, "lost since midnight UTC or the last reset");
        }
    }

    /** The account of what was not sent is the name of the mode that it was planned in. */
    private boolean isOfThisMode(String account) {
        final TradingMode mode = context.mode();
        return mode == TradingMode.LIVE
                ? account.startsWith("0x")
                : account.equals(mode.name().toLowerCase(Locale.ROOT));
    }

    private long gain(LedgerEntry entry, Settlement end) {
        final String unit = entry.plan().profitToken();
        final long profit =
                unit.isEmpty() || end.profit().signum() == 0 ? 0 : gwei(InstrumentId.parse(unit), end.profit());
        return profit - DailyLoss.gasGwei(end.gasUsed(), end.gasPriceWei());
    }
}
