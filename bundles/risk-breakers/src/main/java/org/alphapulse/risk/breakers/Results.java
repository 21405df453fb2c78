package org.alphapulse.risk.breakers;

import java.math.BigInteger;
import java.util.Locale;
import org.agrona.collections.LongHashSet;
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
    /** By the beginning of its hash each transaction that was counted: by its report until the ledger is looked at, then from the ledger. */
    private final LongHashSet counted = new LongHashSet();

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
        if (isNew(report)) {
            daily.add(report.planId(), profit - gas);
        }
        if (loss.exceeds(daily.loss())) {
            loss.trip(context, "lost since midnight UTC or the last reset");
        }
        if (result != ExecutionReportFlyweight.RESULT_UNKNOWN && failure.exceeds(rate.add(isFailure(result)))) {
            failure.trip(context, rate.failures() + " of the last " + rate.count() + " executions failed");
        }
    }

    /** What was settled while nothing was bound is in the ledger, and its report may come all the same. */
    private boolean isNew(ExecutionReportFlyweight report) {
        report.transactionHashTo(hash, 0);
        long key = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            key = (key << 8) | (hash[i] & 0xff);
        }
        if (recovered) {
            return !counted.contains(key);
        }
        if (key != 0) {
            counted.add(key);
        }
        return true;
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
            final LongHashSet reported = new LongHashSet();
            reported.addAll(counted);
            counted.clear();
            for (final LedgerEntry entry : ledger.newest(NEWEST)) {
                final long created = entry.plan().createdAtNs();
                final boolean counts = (chainId == 0 || entry.plan().chainId() == chainId)
                        && isOfThisMode(entry.plan().account());
                if (counts && created >= from && created < startNs) {
                    entry.settlement()
                            .filter(end -> !reported.contains(key(end)))
                            .ifPresent(end -> {
                                if (key(end) != 0) {
                                    counted.add(key(end));
                                }
                                daily.add(0, gain(entry, end));
                            });
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

    private static long key(Settlement end) {
        final String digits = end.transactionHash();
        return digits.length() < 18 ? 0 : Long.parseUnsignedLong(digits.substring(2, 18), 16);
    }

    private long gain(LedgerEntry entry, Settlement end) {
        final String unit = entry.plan().profitToken();
        final long profit =
                unit.isEmpty() || end.profit().signum() == 0 ? 0 : gwei(InstrumentId.parse(unit), end.profit());
        return profit - DailyLoss.gasGwei(end.gasUsed(), end.gasPriceWei());
    }
}
