package org.alphapulse.protocol.catalogue;

import static org.alphapulse.protocol.catalogue.FieldKind.CODE;
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
import static org.alphapulse.protocol.catalogue.FieldKind.U8;
import static org.alphapulse.protocol.catalogue.TypeSpec.entry;
import static org.alphapulse.protocol.catalogue.TypeSpec.reserved;
import static org.alphapulse.protocol.catalogue.TypeSpec.single;

import java.util.List;

/** What strategies say. */
final class SignalTypes {
    static final List<TypeSpec> TYPES = List.of(
            single(20, "SignalIdentity", "Which strategy wants what, how surely and until when")
                    .field(U64, "signalId", "unique per strategy")
                    .field(U64, "opportunityId", "the opportunity behind the signal, 0 for none")
                    .field(TIME, "expiresAtNs", "when the signal is void")
                    .field(U32, "strategyId", "as registered")
                    .field(U32, "strategyVersion", "as registered")
                    .field(U32, "confidencePpm", "0 to 1000000")
                    .field(
                            CODE,
                            "signalKind",
                            "what it proposes",
                            "OTHER=0",
                            "ARBITRAGE=1",
                            "LIQUIDATION=2",
                            "MARKET_MAKING=3",
                            "STATISTICAL=4",
                            "CROSS_CHAIN=5",
                            "ORDERING=6")
                    .field(
                            CODE,
                            "outcome",
                            "what the strategy did with it",
                            "PROPOSED=0",
                            "SENT=1",
                            "BELOW_MARGIN=2",
                            "CONFLICT=3",
                            "DUPLICATE=4",
                            "NOT_CONFIRMED=5",
                            "OVER_LIMIT=6",
                            "NOT_TRADABLE=7")
                    .field(U8, "priority", "greater is more urgent")
                    .end(),
            reserved(21, "AssetCorrelation"),
            single(22, "Economics", "What a signal is expected to earn, in the smallest unit of the profit token")
                    .field(INSTRUMENT, "profitToken", "the unit of the amounts")
                    .field(U256, "capital", "put in, borrowed or own")
                    .field(I256, "grossProfit", "out minus in")
                    .field(U256, "fundingFee", "of the flash loan")
                    .field(U256, "gasCost", "gas in the profit token")
                    .field(I256, "netProfit", "gross minus fee, gas and payments")
                    .field(U64, "gasPriceWei", "assumed")
                    .field(U32, "gasUnits", "estimated")
                    .field(U32, "impactPpm", "price impact of the worst hop in millionths")
                    .end(),
            reserved(23, "ExecutionAddresses"),
            reserved(24, "VenueMetadata"),
            single(25, "StateReference", "The market state on which a decision rests")
                    .field(HASH, "blockHash", "of the last block applied, zero off chain")
                    .field(U64, "blockNumber", "of the last block applied")
                    .field(U64, "marketSequence", "of the message that led to the decision")
                    .field(U64, "stateVersion", "count of changes to the market state")
                    .field(U32, "logIndex", "of the last log applied")
                    .field(U32, "chainId", "of the chain, 0 off chain")
                    .end(),
            single(26, "ExecutionControl", "How a signal may be executed")
                    .field(U256, "minimumProfit", "below which the execution must undo itself, in the profit token")
                    .field(TIME, "deadlineNs", "after which nothing may be sent, 0 for none")
                    .field(U64, "deadlineBlock", "last block in which it may take effect, 0 for none")
                    .field(U64, "maxGasPriceWei", "per gas, priority included")
                    .field(U64, "maxPriorityFeeWei", "per gas")
                    .field(U32, "slippagePpm", "allowed, in millionths")
                    .field(U16, "channel", "submission channel asked for, 0 for any")
                    .field(CODE, "mode", "trading mode", "REPLAY=0", "PAPER=1", "SHADOW=2", "LIVE=3")
                    .field(
                            FLAGS,
                            "controlFlags",
                            "conditions",
                            "ALL_OR_NOTHING=0x01",
                            "PRIVATE_ONLY=0x02",
                            "SIMULATE_FIRST=0x04")
                    .end(),
            reserved(27, "PoolAddresses"),
            reserved(28, "MevBundle"),
            reserved(29, "TertiaryVenue"),
            single(30, "Route", "Swaps one after another, with what goes in and comes out of each")
                    .field(INSTRUMENT, "startToken", "goes into the first hop and comes out of the last")
                    .field(OPTIONAL_INSTRUMENT, "lender", "who funds the route, none for own capital")
                    .field(U256, "amountIn", "into the first hop")
                    .field(U256, "amountOut", "out of the last hop")
                    .field(
                            CODE,
                            "funding",
                            "how the route is funded",
                            "OWN_CAPITAL=0",
                            "VAULT_LOAN=1",
                            "LENDING_LOAN=2",
                            "CONSTANT_PRODUCT_FLASH=3",
                            "CONCENTRATED_FLASH=4")
                    .group(
                            "hop",
                            "in the order of execution",
                            entry().field(INSTRUMENT, "pool", "swapped in")
                                    .field(INSTRUMENT, "tokenIn", "goes into the pool")
                                    .field(INSTRUMENT, "tokenOut", "comes out of the pool")
                                    .field(U256, "amountIn", "into the pool")
                                    .field(U256, "amountOut", "out of the pool")
                                    .field(U32, "feePpm", "of the pool, in millionths")
                                    .field(U8, "family", "pool mathematics, as in InstrumentMeta")
                                    .field(U8, "zeroForOne", "1 when token 0 goes in, else 0")),
            reserved(31, "CrossChainArbitrage"));

    private SignalTypes() {}
}
