package org.alphapulse.protocol.catalogue;

import static org.alphapulse.protocol.catalogue.FieldKind.ADDRESS;
import static org.alphapulse.protocol.catalogue.FieldKind.CODE;
import static org.alphapulse.protocol.catalogue.FieldKind.I256;
import static org.alphapulse.protocol.catalogue.FieldKind.INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.TIME;
import static org.alphapulse.protocol.catalogue.FieldKind.U16;
import static org.alphapulse.protocol.catalogue.FieldKind.U32;
import static org.alphapulse.protocol.catalogue.FieldKind.U64;
import static org.alphapulse.protocol.catalogue.FieldKind.U8;
import static org.alphapulse.protocol.catalogue.TypeSpec.multi;
import static org.alphapulse.protocol.catalogue.TypeSpec.reserved;
import static org.alphapulse.protocol.catalogue.TypeSpec.single;

import java.util.List;

/** What the risk gate, its breakers and the ledger say. */
final class RiskTypes {
    static final List<TypeSpec> TYPES = List.of(
            single(60, "RiskDecision", "The risk gate's answer to a signal")
                    .field(I256, "observed", "value that decided, in the unit of the rule")
                    .field(I256, "limit", "that it was held against")
                    .field(U64, "signalId", "of the signal")
                    .field(U64, "planId", "of the plan, 0 when refused")
                    .field(TIME, "decidedAtNs", "when")
                    .field(U32, "strategyId", "as registered")
                    .field(U16, "rule", "that decided, 0 when every rule passed")
                    .field(CODE, "decision", "the answer", "APPROVED=1", "REFUSED=2")
                    .text("explanation", "for people"),
            multi(61, "PositionUpdate", "A position changed")
                    .field(INSTRUMENT, "instrument", "held")
                    .field(I256, "quantity", "after the change, in the smallest unit")
                    .field(I256, "change", "in the smallest unit")
                    .field(I256, "realisedProfit", "by the change, in the smallest unit")
                    .field(U64, "planId", "that caused it, 0 for none")
                    .field(TIME, "changedAtNs", "when")
                    .field(U32, "strategyId", "as registered")
                    .field(ADDRESS, "account", "that holds it, zero off chain")
                    .field(U8, "decimals", "of the unit")
                    .end(),
            reserved(62, "FlashLoanResult"),
            reserved(63, "PostTradeAnalytics"),
            reserved(64, "PositionQuery"),
            reserved(65, "RiskMetrics"),
            multi(66, "CircuitBreaker", "A breaker changed its state")
                    .field(I256, "observed", "value that tripped it, in the unit of the breaker")
                    .field(I256, "limit", "that it was held against")
                    .field(TIME, "changedAtNs", "when")
                    .field(U32, "strategyId", "concerned, 0 for all")
                    .field(U32, "chainId", "concerned, 0 for all")
                    .field(
                            CODE,
                            "breaker",
                            "which",
                            "OTHER=0",
                            "DAILY_LOSS=1",
                            "TRADE_SIZE=2",
                            "GAS_PRICE=3",
                            "FAILURE_RATE=4",
                            "VOLATILITY=5",
                            "STALE_MARKET=6",
                            "KILL_SWITCH=7",
                            "WATCHDOG=8")
                    .field(CODE, "breakerState", "after the change", "CLOSED=0", "TRIPPED=1")
                    .text("explanation", "for people"),
            multi(67, "StrategyRegistration", "A strategy came, went or changed its state")
                    .field(TIME, "changedAtNs", "when")
                    .field(U32, "strategyId", "given by the engine")
                    .field(U32, "strategyVersion", "of its code")
                    .field(U32, "slot", "it runs in")
                    .field(
                            CODE,
                            "pluginState",
                            "after the change",
                            "READY=1",
                            "RUNNING=2",
                            "DEGRADED=3",
                            "FAULTED=4",
                            "STOPPED=5")
                    .text("name", "of the strategy"));

    private RiskTypes() {}
}
