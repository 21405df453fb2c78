package org.alphapulse.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the records say, kept in memory: all open plans, the newest settled ones, and the sums. */
final class Book {
    private final int kept;
    private final TreeMap<Long, LedgerEntry> entries = new TreeMap<>();
    private final TreeMap<Long, LedgerEntry> open = new TreeMap<>();
    private final Map<Position, Position> sums = new HashMap<>();

    Book(int kept) {
        this.kept = kept;
    }

    void apply(long sequence, int kind, byte[] content) {
        switch (kind) {
            case Codec.PLAN -> put(new LedgerEntry(sequence, Codec.plan(content), List.of(), Optional.empty()), null);
            case Codec.REPLACEMENT -> replace(require(Codec.entry(content)), Codec.replacement(content));
            case Codec.SETTLEMENT -> settle(require(Codec.entry(content)), Optional.of(Codec.settlement(content)));
            case Codec.UNDO -> settle(require(Codec.entry(content)), Optional.empty());
            default ->
                throw new LedgerException("record kind " + kind + " is unknown: the ledger is of a later version");
        }
    }

    LedgerEntry require(long entry) {
        final LedgerEntry found = entries.get(entry);
        if (found == null) {
            throw new LedgerException("the ledger has no entry " + entry + " among the newest");
        }
        return found;
    }

    private void replace(LedgerEntry old, Replacement replacement) {
        final List<Replacement> all = new ArrayList<>(old.replacements());
        all.add(replacement);
        put(new LedgerEntry(old.entry(), old.plan(), List.copyOf(all), old.settlement()), old);
    }

    private void settle(LedgerEntry old, Optional<Settlement> settlement) {
        put(new LedgerEntry(old.entry(), old.plan(), old.replacements(), settlement), old);
    }

    private void put(LedgerEntry now, LedgerEntry before) {
        if (before != null) {
            add(before, -1);
        }
        add(now, 1);
        entries.put(now.entry(), now);
        if (now.settlement().isPresent()) {
            open.remove(now.entry());
        } else {
            open.put(now.entry(), now);
        }
        while (entries.size() > kept + open.size()) {
            final Long oldest = entries.keySet().stream()
                    .filter(entry -> !open.containsKey(entry))
                    .findFirst()
                    .orElseThrow();
            entries.remove(oldest);
        }
    }

    private void add(LedgerEntry entry, int sign) {
        final Planned plan = entry.plan();
        final Position key = row(plan, 0, 0, 0, BigInteger.ZERO, BigInteger.ZERO);
        final Position sum = sums.getOrDefault(key, key);
        final Settlement end = entry.settlement().orElse(null);
        final BigInteger factor = BigInteger.valueOf(sign);
        sums.put(
                key,
                row(
                        plan,
                        sum.filled() + (end != null && end.outcome() == Outcome.FILLED ? sign : 0),
                        sum.reverted() + (end != null && end.outcome() == Outcome.REVERTED ? sign : 0),
                        sum.unsettled() + (end == null ? sign : 0),
                        end == null
                                ? sum.profit()
                                : sum.profit().add(end.profit().multiply(factor)),
                        end == null
                                ? sum.gasWei()
                                : sum.gasWei().add(end.gasWei().multiply(factor))));
    }

    private static Position row(
            Planned plan, long filled, long reverted, long unsettled, BigInteger profit, BigInteger gas) {
        return new Position(
                plan.strategyId(),
                plan.chainId(),
                plan.account(),
                plan.profitToken(),
                filled,
                reverted,
                unsettled,
                profit,
                gas);
    }

    List<LedgerEntry> open() {
        return List.copyOf(open.values());
    }

    List<LedgerEntry> newest(int limit) {
        final List<LedgerEntry> found = new ArrayList<>();
        for (final LedgerEntry entry : entries.descendingMap().values()) {
            if (found.size() == limit) {
                break;
            }
            found.add(0, entry);
        }
        return found;
    }

    List<Position> positions() {
        final List<Position> rows = new ArrayList<>(sums.values());
        rows.sort(Comparator.comparing(Position::strategyId)
                .thenComparing(Position::chainId)
                .thenComparing(Position::account)
                .thenComparing(Position::token));
        return rows;
    }
}
