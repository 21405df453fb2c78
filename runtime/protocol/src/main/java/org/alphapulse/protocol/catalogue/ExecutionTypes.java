package org.alphapulse.protocol.catalogue;

import static org.alphapulse.protocol.catalogue.FieldKind.ADDRESS;
import static org.alphapulse.protocol.catalogue.FieldKind.CODE;
import static org.alphapulse.protocol.catalogue.FieldKind.FIXED8;
import static org.alphapulse.protocol.catalogue.FieldKind.FLAGS;
import static org.alphapulse.protocol.catalogue.FieldKind.HASH;
import static org.alphapulse.protocol.catalogue.FieldKind.I256;
import static org.alphapulse.protocol.catalogue.FieldKind.INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.OPTIONAL_INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.TIME;
import static org.alphapulse.protocol.catalogue.FieldKind.U16;
import static org.alphapulse.protocol.catalogue.FieldKind.U256;
import static org.alphapulse.protocol.catalogue.FieldKind.U32;
import static org.alphapulse.protocol.catalogue.FieldKind.U64;
import static org.alphapulse.protocol.catalogue.TypeSpec.multi;
import static org.alphapulse.protocol.catalogue.TypeSpec.reserved;
import static org.alphapulse.protocol.catalogue.TypeSpec.single;

import java.util.List;

/** What executors are told and what they answer. */
final class ExecutionTypes {
    private static final String[] MODES = {"REPLAY=0", "PAPER=1", "SHADOW=2", "LIVE=3"};

    static final List<TypeSpec> TYPES = List.of(
            single(40, "OrderRequest", "An order for an exchange")
                    .field(INSTRUMENT, "instrument", "to trade")
                    .field(FIXED8, "price", "limit, 0 for a market order")
                    .field(FIXED8, "size", "in the base asset, positive")
                    .field(U64, "orderId", "ours, unique")
                    .field(U32, "strategyId", "as registered")
                    .field(CODE, "side", "direction", "BUY=1", "SELL=2")
                    .field(CODE, "orderKind", "kind of order", "LIMIT=1", "MARKET=2", "POST_ONLY=3")
                    .field(CODE, "timeInForce", "how long it stands", "GTC=1", "IOC=2", "FOK=3")
                    .end(),
            reserved(41, "OrderStatus"),
            multi(42, "Fill", "An order was executed, wholly or in part")
                    .field(INSTRUMENT, "instrument", "traded")
                    .field(FIXED8, "price", "of this fill")
                    .field(FIXED8, "size", "of this fill")
                    .field(FIXED8, "fee", "in the quote asset, negative for a rebate")
                    .field(U64, "orderId", "ours")
                    .field(U64, "fillId", "the venue's")
                    .field(TIME, "venueTimestampNs", "the venue's time, 0 when it gives none")
                    .field(CODE, "side", "direction", "BUY=1", "SELL=2")
                    .field(CODE, "liquidity", "part played", "UNKNOWN=0", "MAKER=1", "TAKER=2")
                    .end(),
            reserved(43, "OrderCancel"),
            reserved(44, "OrderModify"),
            single(45, "ExecutionReport", "How the execution of a plan ended")
                    .field(HASH, "transactionHash", "of the transaction, zero when none was sent")
                    .field(OPTIONAL_INSTRUMENT, "profitToken", "the unit of the profits")
                    .field(I256, "expectedProfit", "gross, by the plan")
                    .field(I256, "realisedProfit", "gross, by the receipt")
                    .field(U64, "planId", "of the plan")
                    .field(U64, "signalId", "of the signal")
                    .field(U64, "blockNumber", "in which it took effect, 0 for none")
                    .field(U64, "gasUsed", "by the transaction")
                    .field(U64, "gasPriceWei", "paid per gas")
                    .field(TIME, "completedAtNs", "when the result was known")
                    .field(U32, "transactionIndex", "of the transaction in its block")
                    .field(U32, "chainId", "of the chain")
                    .field(U16, "reasonCode", "of the executor, 0 for none")
                    .field(
                            CODE,
                            "result",
                            "UNKNOWN until it is known",
                            "FILLED=1",
                            "REVERTED=2",
                            "REJECTED=3",
                            "EXPIRED=4",
                            "UNKNOWN=5")
                    .field(CODE, "mode", "trading mode", MODES)
                    .end(),
            single(
                            46,
                            "ExecutionPlan",
                            "A transaction that the risk gate let through, complete except for its signature")
                    .field(U256, "valueWei", "sent along")
                    .field(U64, "planId", "unique")
                    .field(U64, "signalId", "of the signal")
                    .field(U64, "nonce", "of the account")
                    .field(U64, "gasLimit", "of the transaction")
                    .field(U64, "maxFeeWei", "per gas")
                    .field(U64, "maxPriorityFeeWei", "per gas")
                    .field(TIME, "createdAtNs", "when it was made")
                    .field(U32, "strategyId", "as registered")
                    .field(U32, "chainId", "of the chain")
                    .field(ADDRESS, "account", "that signs and pays gas")
                    .field(ADDRESS, "target", "contract that is called")
                    .field(U16, "stepCount", "ExecutionStep in this message")
                    .field(CODE, "mode", "trading mode", MODES)
                    .bytes("calldata", "of the transaction"),
            multi(47, "ExecutionStep", "One step of a plan, in order")
                    .field(INSTRUMENT, "instrument", "acted on")
                    .field(U256, "amountIn", "expected to go in")
                    .field(U256, "amountOut", "expected to come out")
                    .field(U64, "planId", "of the plan")
                    .field(U16, "stepIndex", "from 0")
                    .field(
                            CODE,
                            "stepKind",
                            "what is done",
                            "BORROW=1",
                            "SWAP=2",
                            "REPAY=3",
                            "TRANSFER=4",
                            "ORDER=5",
                            "LIQUIDATE=6",
                            "PAY_BUILDER=7")
                    .end(),
            single(48, "Submission", "A signed transaction on its way")
                    .field(HASH, "transactionHash", "of the transaction")
                    .field(U64, "submissionId", "unique")
                    .field(U64, "planId", "of the plan")
                    .field(U64, "nonce", "of the account")
                    .field(U64, "maxFeeWei", "per gas")
                    .field(U64, "maxPriorityFeeWei", "per gas")
                    .field(TIME, "sentAtNs", "when it was sent")
                    .field(U32, "chainId", "of the chain")
                    .field(ADDRESS, "account", "that signed")
                    .field(U16, "channel", "submission channel")
                    .field(U16, "attempt", "from 1")
                    .field(
                            CODE,
                            "status",
                            "of the submission",
                            "INTENDED=0",
                            "SENT=1",
                            "ACCEPTED=2",
                            "REFUSED=3",
                            "REPLACED=4",
                            "CANCELLED=5",
                            "DROPPED=6")
                    .bytes("transaction", "signed and encoded, empty when only the status changed"),
            single(49, "EmergencyStop", "Every executor obeys before it sends anything else")
                    .field(TIME, "issuedAtNs", "when")
                    .field(U32, "scopeId", "strategy, chain or venue; 0 for ALL")
                    .field(CODE, "scope", "what has to stop", "ALL=0", "STRATEGY=1", "CHAIN=2", "VENUE=3")
                    .field(
                            CODE,
                            "reason",
                            "why",
                            "OPERATOR=0",
                            "BREAKER=1",
                            "WATCHDOG=2",
                            "JOURNAL_LOST=3",
                            "STATE_LOST=4")
                    .field(FLAGS, "stopFlags", "what else", "CANCEL_PENDING=0x01", "LIFTED=0x02")
                    .text("explanation", "for people"));

    private ExecutionTypes() {}
}
