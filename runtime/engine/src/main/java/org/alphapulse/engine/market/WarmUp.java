package org.alphapulse.engine.market;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolBurnFlyweight;
import org.alphapulse.protocol.PoolMintFlyweight;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.SourceKinds;

/**
 * Tells a made-up market of block after block with every kind of pool event, so that the virtual machine has compiled the way of each
 * before the first real one comes: on many chains liquidity is added or taken away once in many blocks. Confined to one thread.
 */
public final class WarmUp {
    private static final int ROUNDS = 3_000;
    private static final int CHAIN = 1;
    private static final int FEE_PPM = 3_000;
    private static final int SPACING = 60;
    /** The price of one to one: 2^96. */
    private static final long ONE_LIMB1 = 1L << 32;

    private static final long LIQUIDITY = 1_000_000_000_000L;
    private static final InstrumentId PAIR = id("uniswap-v2", InstrumentKind.POOL, 1);
    private static final InstrumentId POOL = id("uniswap-v3", InstrumentKind.POOL, 2);
    private static final InstrumentId TOKEN0 = id("chain", InstrumentKind.TOKEN, 3);
    private static final InstrumentId TOKEN1 = id("chain", InstrumentKind.TOKEN, 4);

    private final Market market = new Market();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HeaderFlyweight.LENGTH + 512]);
    private final MessageWriter writer = new MessageWriter();
    private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
    private final PoolStateFlyweight state = new PoolStateFlyweight();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolSwapFlyweight swap = new PoolSwapFlyweight();
    private final PoolMintFlyweight mint = new PoolMintFlyweight();
    private final PoolBurnFlyweight burn = new PoolBurnFlyweight();
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private long block = 1;
    private long logIndex;
    private long sequence;

    private static InstrumentId id(String venue, InstrumentKind kind, int number) {
        final byte[] address = new byte[20];
        Arrays.fill(address, (byte) number);
        return InstrumentId.ofAddress(Venues.standard().code(venue), kind, CHAIN, address);
    }

    /** Does it; takes some tenths of a second. */
    public Market run() {
        meta(PAIR, InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT, 0);
        meta(POOL, InstrumentMetaFlyweight.FAMILY_CONCENTRATED, SPACING);
        initialize();
        range(true, SPACING);
        for (int round = 1; round <= ROUNDS; round++) {
            final int width = SPACING * (1 + round % 20);
            sync(round);
            range(true, width);
            swap(round % 2);
            range(false, width);
            head();
        }
        return market;
    }

    private MessageWriter begin() {
        writer.begin(buffer, 0, buffer.capacity(), Domains.MARKET_DATA, SourceKinds.COLLECTOR, 0, ++sequence, sequence);
        return writer;
    }

    private void tell() {
        market.onMessage(buffer, 0, writer.finish());
    }

    private void meta(InstrumentId pool, int family, int spacing) {
        meta.appendTo(begin());
        meta.clear();
        meta.instrument(pool).base(TOKEN0).quote(TOKEN1).feePpm(FEE_PPM).tickSpacing(spacing);
        meta.family(family);
        tell();
    }

    private void initialize() {
        state.appendTo(begin());
        state.clear();
        state.pool(POOL)
                .sqrtPriceX96(0, ONE_LIMB1, 0)
                .feePpm(FEE_PPM)
                .tickSpacing(SPACING)
                .blockNumber(block)
                .logIndex(++logIndex)
                .cause(PoolStateFlyweight.CAUSE_INITIALIZE);
        tell();
    }

    private void sync(long shift) {
        sync.appendTo(begin());
        sync.clear();
        sync.pool(PAIR)
                .reserve0(LIQUIDITY + shift, 0)
                .reserve1(LIQUIDITY - shift, 0)
                .blockNumber(block)
                .logIndex(++logIndex);
        tell();
    }

    private void swap(long shift) {
        swap.appendTo(begin());
        swap.clear();
        swap.pool(POOL)
                .sqrtPriceX96(shift, ONE_LIMB1, 0)
                .liquidity(market.view().word(market.changedPool(), 3), 0)
                .blockNumber(block)
                .logIndex(++logIndex);
        tell();
    }

    /** Adds liquidity that many ticks to both sides of the price, or takes it away. */
    private void range(boolean add, int width) {
        if (add) {
            mint.appendTo(begin());
            mint.clear();
            mint.pool(POOL)
                    .tickLower(-width)
                    .tickUpper(width)
                    .liquidity(LIQUIDITY, 0)
                    .blockNumber(block)
                    .logIndex(++logIndex);
        } else {
            burn.appendTo(begin());
            burn.clear();
            burn.pool(POOL)
                    .tickLower(-width)
                    .tickUpper(width)
                    .liquidity(LIQUIDITY, 0)
                    .blockNumber(block)
                    .logIndex(++logIndex);
        }
        tell();
    }

    private void head() {
        head.appendTo(begin());
        head.clear();
        head.buffer().putLong(head.hashOffset(), block, ByteOrder.BIG_ENDIAN);
        head.buffer().putLong(head.parentHashOffset(), block - 1, ByteOrder.BIG_ENDIAN);
        head.number(block++).chainId(CHAIN).headFlags(BlockHeadFlyweight.HEAD_FLAGS_LOGS_COMPLETE);
        logIndex = 0;
        tell();
    }
}
