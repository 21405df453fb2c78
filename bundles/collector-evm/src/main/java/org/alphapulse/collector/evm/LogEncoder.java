package org.alphapulse.collector.evm;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.Sink;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolBurnFlyweight;
import org.alphapulse.protocol.PoolMintFlyweight;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;

/**
 * Turns the log that a {@link MessageParser} has found into a message, decoding its data straight into the sink's buffer. Values that a
 * contract cannot have emitted are refused. Does not allocate. Not thread-safe.
 */
final class LogEncoder {
    /** The log says nothing about the state of a pool. */
    static final long IRRELEVANT = -10;
    /** The log is not what its first topic says. */
    static final long MALFORMED = -11;

    private static final int HEADS = 5;
    private static final int WORD = 64;

    private final Sink sink;
    private final PoolTable pools;
    private final HexReader hex = new HexReader();
    private final UnsafeBuffer identity = new UnsafeBuffer(new byte[InstrumentId.LENGTH]);
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolSwapFlyweight swap = new PoolSwapFlyweight();
    private final PoolMintFlyweight mint = new PoolMintFlyweight();
    private final PoolBurnFlyweight burn = new PoolBurnFlyweight();
    private final PoolStateFlyweight state = new PoolStateFlyweight();

    /** Writes to a sink what happens to pools of a table. */
    LogEncoder(Sink sink, PoolTable pools) {
        this.sink = sink;
        this.pools = pools;
    }

    /** Publishes a log of a pool, given as {@link PoolTable#find} does; the result of {@link Sink#commit}, {@link Sink#BACK_PRESSURED}, or one of the constants here. */
    long publish(MessageParser log, int pool) {
        final long topic = log.topic0;
        hex.reset();
        if (pools.concentrated(pool)) {
            if (topic == EventTopics.SWAP_HEAD || topic == EventTopics.SWAP_WITH_FEES_HEAD) {
                return swap(log, pool);
            }
            if (topic == EventTopics.MINT_HEAD) {
                return mint(log, pool);
            }
            if (topic == EventTopics.BURN_HEAD) {
                return burn(log, pool);
            }
            if (topic == EventTopics.INITIALIZE_HEAD) {
                return initialize(log, pool);
            }
            return topic == EventTopics.FEE_PROTOCOL_HEAD ? feeProtocol(log, pool) : IRRELEVANT;
        }
        return topic == EventTopics.SYNC_HEAD ? sync(log, pool) : IRRELEVANT;
    }

    /** The pool's id, made of what is at hand: the log has its address. */
    private DirectBuffer identity(MessageParser log, int pool) {
        identity.putLong(0, pools.idHead(pool), ByteOrder.LITTLE_ENDIAN);
        identity.putLong(8, log.address0, ByteOrder.BIG_ENDIAN);
        identity.putLong(16, log.address1, ByteOrder.BIG_ENDIAN);
        identity.putLong(24, log.address2 << Integer.SIZE, ByteOrder.BIG_ENDIAN);
        return identity;
    }

    private long sync(MessageParser log, int pool) {
        if (log.dataDigits != 2 * WORD) {
            return MALFORMED;
        }
        final MessageWriter writer = sink.begin(PoolSyncFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return Sink.BACK_PRESSURED;
        }
        final byte[] text = log.text;
        final int at = log.dataAt;
        final long high0 = hex.small(text, at + 32);
        final long high1 = hex.small(text, at + WORD + 32);
        sync.appendTo(writer);
        sync.poolFrom(identity(log, pool), 0)
                .reserve0(hex.u64(text, at + 48), high0)
                .reserve1(hex.u64(text, at + WORD + 48), high1)
                .blockNumber(log.number)
                .logIndex(log.logIndex)
                .transactionIndex(log.transactionIndex)
                .logFlags(0);
        return finish((high0 | high1) >>> 48 | hex.notZeros32(text, at) | hex.notZeros32(text, at + WORD));
    }

    private long swap(MessageParser log, int pool) {
        if (log.dataDigits < 5 * WORD) {
            return MALFORMED;
        }
        final MessageWriter writer = sink.begin(PoolSwapFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return Sink.BACK_PRESSURED;
        }
        final byte[] text = log.text;
        final int amount1 = log.dataAt + WORD;
        final int price = amount1 + WORD;
        final int liquidity = price + WORD;
        final int tickAt = liquidity + WORD;
        final int tick = tick(text, tickAt);
        swap.appendTo(writer);
        swap.poolFrom(identity(log, pool), 0)
                .amount0(
                        hex.u64(text, log.dataAt + 48),
                        hex.smallSigned(text, log.dataAt + 32),
                        hex.filled(text, log.dataAt + 16),
                        hex.filled(text, log.dataAt))
                .amount1(
                        hex.u64(text, amount1 + 48),
                        hex.smallSigned(text, amount1 + 32),
                        hex.filled(text, amount1 + 16),
                        hex.filled(text, amount1))
                .sqrtPriceX96(hex.u64(text, price + 48), hex.u64(text, price + 32), hex.small32(text, price + 24))
                .liquidity(hex.u64(text, liquidity + 48), hex.small(text, liquidity + 32))
                .blockNumber(log.number)
                .logIndex(log.logIndex)
                .transactionIndex(log.transactionIndex)
                .tick(tick)
                .logFlags(0);
        return finish(hex.notZeros24(text, price) | hex.notZeros32(text, liquidity) | notTick(text, tickAt, tick));
    }

    private long mint(MessageParser log, int pool) {
        if (log.dataDigits != 4 * WORD || log.topicCount != 4) {
            return MALFORMED;
        }
        final MessageWriter writer = sink.begin(PoolMintFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return Sink.BACK_PRESSURED;
        }
        final byte[] text = log.text;
        final int liquidity = log.dataAt + WORD;
        final int amount0 = liquidity + WORD;
        final int amount1 = amount0 + WORD;
        final int lower = tick(text, log.topicAt[2]);
        final int upper = tick(text, log.topicAt[3]);
        mint.appendTo(writer);
        mint.poolFrom(identity(log, pool), 0)
                .liquidity(hex.u64(text, liquidity + 48), hex.u64(text, liquidity + 32))
                .amount0(
                        hex.u64(text, amount0 + 48),
                        hex.u64(text, amount0 + 32),
                        hex.filled(text, amount0 + 16),
                        hex.filled(text, amount0))
                .amount1(
                        hex.u64(text, amount1 + 48),
                        hex.u64(text, amount1 + 32),
                        hex.filled(text, amount1 + 16),
                        hex.filled(text, amount1))
                .blockNumber(log.number)
                .logIndex(log.logIndex)
                .transactionIndex(log.transactionIndex)
                .tickLower(lower)
                .tickUpper(upper)
                .logFlags(0);
        return finish(hex.notZeros32(text, liquidity)
                | notTick(text, log.topicAt[2], lower)
                | notTick(text, log.topicAt[3], upper));
    }

    private long burn(MessageParser log, int pool) {
        if (log.dataDigits != 3 * WORD || log.topicCount != 4) {
            return MALFORMED;
        }
        final MessageWriter writer = sink.begin(PoolBurnFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return Sink.BACK_PRESSURED;
        }
        final byte[] text = log.text;
        final int liquidity = log.dataAt;
        final int amount0 = liquidity + WORD;
        final int amount1 = amount0 + WORD;
        final int lower = tick(text, log.topicAt[2]);
        final int upper = tick(text, log.topicAt[3]);
        burn.appendTo(writer);
        burn.poolFrom(identity(log, pool), 0)
                .liquidity(hex.u64(text, liquidity + 48), hex.u64(text, liquidity + 32))
                .amount0(
                        hex.u64(text, amount0 + 48),
                        hex.u64(text, amount0 + 32),
                        hex.filled(text, amount0 + 16),
                        hex.filled(text, amount0))
                .amount1(
                        hex.u64(text, amount1 + 48),
                        hex.u64(text, amount1 + 32),
                        hex.filled(text, amount1 + 16),
                        hex.filled(text, amount1))
                .blockNumber(log.number)
                .logIndex(log.logIndex)
                .transactionIndex(log.transactionIndex)
                .tickLower(lower)
                .tickUpper(upper)
                .logFlags(0);
        return finish(hex.notZeros32(text, liquidity)
                | notTick(text, log.topicAt[2], lower)
                | notTick(text, log.topicAt[3], upper));
    }

    private long initialize(MessageParser log, int pool) {
        if (log.dataDigits != 2 * WORD) {
            return MALFORMED;
        }
        if (!beginState(log, pool, PoolStateFlyweight.CAUSE_INITIALIZE)) {
            return Sink.BACK_PRESSURED;
        }
        final byte[] text = log.text;
        final int at = log.dataAt;
        final int tick = tick(text, at + WORD);
        state.sqrtPriceX96(hex.u64(text, at + 48), hex.u64(text, at + 32), hex.u64(text, at + 16))
                .tick(tick);
        return finish(hex.u64(text, at) | hex.u64(text, at + 16) >>> 32 | notTick(text, at + WORD, tick));
    }

    private long feeProtocol(MessageParser log, int pool) {
        if (log.dataDigits != 4 * WORD) {
            return MALFORMED;
        }
        if (!beginState(log, pool, PoolStateFlyweight.CAUSE_FEE_PROTOCOL)) {
            return Sink.BACK_PRESSURED;
        }
        final int share0 = log.dataAt + 2 * WORD;
        final int share1 = share0 + WORD;
        final long fee0 = hex.u64(log.text, share0 + 48);
        final long fee1 = hex.u64(log.text, share1 + 48);
        state.feeProtocol0((int) fee0 & 15).feeProtocol1((int) fee1 & 15);
        return finish((fee0 | fee1) >>> 4);
    }

    private boolean beginState(MessageParser log, int pool, int cause) {
        final MessageWriter writer = sink.begin(PoolStateFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return false;
        }
        state.appendTo(writer);
        state.clear();
        state.poolFrom(identity(log, pool), 0)
                .blockNumber(log.number)
                .logIndex(log.logIndex)
                .transactionIndex(log.transactionIndex)
                .feePpm(pools.pool(pool).feePpm)
                .tickSpacing(pools.pool(pool).tickSpacing)
                .cause(cause);
        return true;
    }

    private int tick(byte[] text, int word) {
        return (int) hex.u32(text, word + 56);
    }

    /** Not zero if the word that was read as a tick is none that a pool can have. */
    private long notTick(byte[] text, int word, int tick) {
        return tick < -Pool.MAX_TICK || tick > Pool.MAX_TICK ? 1 : hex.notFilled56(text, word, tick >> 31);
    }

    private long finish(long excess) {
        if (excess != 0 || !hex.valid()) {
            return MALFORMED;
        }
        return sink.commit();
    }
}
