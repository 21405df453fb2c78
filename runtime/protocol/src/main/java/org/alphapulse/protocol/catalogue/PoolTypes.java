package org.alphapulse.protocol.catalogue;

import static org.alphapulse.protocol.catalogue.FieldKind.CODE;
import static org.alphapulse.protocol.catalogue.FieldKind.FLAGS;
import static org.alphapulse.protocol.catalogue.FieldKind.HASH;
import static org.alphapulse.protocol.catalogue.FieldKind.I128;
import static org.alphapulse.protocol.catalogue.FieldKind.I256;
import static org.alphapulse.protocol.catalogue.FieldKind.I32;
import static org.alphapulse.protocol.catalogue.FieldKind.INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.U112;
import static org.alphapulse.protocol.catalogue.FieldKind.U128;
import static org.alphapulse.protocol.catalogue.FieldKind.U160;
import static org.alphapulse.protocol.catalogue.FieldKind.U256;
import static org.alphapulse.protocol.catalogue.FieldKind.U32;
import static org.alphapulse.protocol.catalogue.FieldKind.U64;
import static org.alphapulse.protocol.catalogue.FieldKind.U8;
import static org.alphapulse.protocol.catalogue.TypeSpec.entry;
import static org.alphapulse.protocol.catalogue.TypeSpec.multi;
import static org.alphapulse.protocol.catalogue.TypeSpec.reserved;

import java.util.List;

/** What chains say. */
final class PoolTypes {
    static final List<TypeSpec> TYPES = List.of(
            multi(
                            10,
                            "PoolLiquidity",
                            "What a pool holds, for people and screens; exact state comes by the other types")
                    .field(INSTRUMENT, "pool", "which pool")
                    .field(U256, "amount0", "held of token 0")
                    .field(U256, "amount1", "held of token 1")
                    .field(U128, "liquidity", "in range, 0 where it does not apply")
                    .field(U64, "blockNumber", "at the end of which block")
                    .end(),
            multi(11, "PoolSwap", "A swap in a concentrated pool and the pool's price and liquidity after it")
                    .field(INSTRUMENT, "pool", "which pool")
                    .field(I256, "amount0", "change of the pool's token 0; positive went in")
                    .field(I256, "amount1", "change of the pool's token 1; positive went in")
                    .field(U160, "sqrtPriceX96", "square root of the price after the swap, 96 fractional bits")
                    .field(U128, "liquidity", "in range after the swap")
                    .field(U64, "blockNumber", "of the log")
                    .field(U32, "logIndex", "of the log in its block")
                    .field(U32, "transactionIndex", "of the transaction in its block")
                    .field(I32, "tick", "after the swap")
                    .field(FLAGS, "logFlags", "state of the log", removed())
                    .end(),
            liquidityChange(12, "PoolMint", "Liquidity was added to a range of a concentrated pool"),
            liquidityChange(13, "PoolBurn", "Liquidity was taken from a range of a concentrated pool"),
            multi(14, "PoolTick", "Initialised ticks of a concentrated pool, for building its state at a block")
                    .field(INSTRUMENT, "pool", "which pool")
                    .field(U64, "blockNumber", "at the end of which block")
                    .group(
                            "tick",
                            "in ascending order of their index",
                            entry().field(U128, "liquidityGross", "of all positions that end at the tick")
                                    .field(I128, "liquidityNet", "added when the price rises through the tick")
                                    .field(I32, "index", "the tick")),
            multi(15, "PoolState", "The state of a concentrated pool except its ticks")
                    .field(INSTRUMENT, "pool", "which pool")
                    .field(U160, "sqrtPriceX96", "square root of the price, 96 fractional bits; 0 if not initialised")
                    .field(U128, "liquidity", "in range")
                    .field(U64, "blockNumber", "at the end of which block, or of the log")
                    .field(U32, "logIndex", "of the log; 2^32 - 1 for the end of the block")
                    .field(U32, "transactionIndex", "of the transaction; 2^32 - 1 for the end of the block")
                    .field(I32, "tick", "current")
                    .field(U32, "feePpm", "swap fee in millionths")
                    .field(I32, "tickSpacing", "of the pool")
                    .field(U32, "tickCount", "initialised ticks that follow in PoolTick")
                    .field(U8, "feeProtocol0", "share of the fee of token 0 as 1/n, 0 for none")
                    .field(U8, "feeProtocol1", "share of the fee of token 1 as 1/n, 0 for none")
                    .field(
                            CODE,
                            "cause",
                            "what it is; only the named fields count after INITIALIZE (price, tick) and FEE_PROTOCOL"
                                    + " (both shares)",
                            "BOOTSTRAP=0",
                            "INITIALIZE=1",
                            "FEE_PROTOCOL=2",
                            "CHECKPOINT=3")
                    .field(FLAGS, "logFlags", "state of the log", removed())
                    .end(),
            multi(16, "PoolSync", "The reserves of a constant-product pool")
                    .field(INSTRUMENT, "pool", "which pool")
                    .field(U112, "reserve0", "of token 0")
                    .field(U112, "reserve1", "of token 1")
                    .field(U64, "blockNumber", "of the log")
                    .field(U32, "logIndex", "of the log; 2^32 - 1 for a state read at the end of the block")
                    .field(U32, "transactionIndex", "of the transaction; 2^32 - 1 for the end of the block")
                    .field(FLAGS, "logFlags", "state of the log", removed())
                    .end(),
            multi(17, "BlockHead", "A block of a chain")
                    .field(HASH, "hash", "of the block")
                    .field(HASH, "parentHash", "of its parent")
                    .field(U256, "baseFeeWei", "base fee per gas; 0 where there is none")
                    .field(U64, "number", "of the block")
                    .field(U64, "timestampSeconds", "since 1970-01-01 UTC")
                    .field(U64, "gasUsed", "by the block")
                    .field(U64, "gasLimit", "of the block")
                    .field(U32, "chainId", "of the chain")
                    .field(
                            FLAGS,
                            "headFlags",
                            "standing of the block; REORGED: no longer part of the chain; BEHIND: newer blocks are there"
                                    + " and are told next, nothing of the chain is tradable before",
                            "REORGED=0x01",
                            "SAFE=0x02",
                            "FINAL=0x04",
                            "LOGS_COMPLETE=0x08",
                            "BEHIND=0x10")
                    .end(),
            reserved(18, "PendingTransaction"));

    private PoolTypes() {}

    private static TypeSpec liquidityChange(final int type, final String name, final String doc) {
        return multi(type, name, doc)
                .field(INSTRUMENT, "pool", "which pool")
                .field(U128, "liquidity", "of the range, the change")
                .field(U256, "amount0", "of token 0")
                .field(U256, "amount1", "of token 1")
                .field(U64, "blockNumber", "of the log")
                .field(U32, "logIndex", "of the log in its block")
                .field(U32, "transactionIndex", "of the transaction in its block")
                .field(I32, "tickLower", "lower end of the range")
                .field(I32, "tickUpper", "upper end of the range")
                .field(FLAGS, "logFlags", "state of the log", removed())
                .end();
    }

    private static String removed() {
        return "REMOVED=0x01";
    }
}
