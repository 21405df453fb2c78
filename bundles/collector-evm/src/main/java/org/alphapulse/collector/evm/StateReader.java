package org.alphapulse.collector.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.EthCall;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.Node;

/** Reads the whole state of pools at the end of a block, in batched calls. Blocks. */
final class StateReader {
    private static final String GET_RESERVES = "0x0902f1ac";
    private static final String SLOT0 = "0x3850c7bd";
    private static final String LIQUIDITY = "0x1a686502";
    private static final String TICK_BITMAP = "0x5339c296";
    private static final String TICKS = "0xf30dba93";
    private static final int WORD = 32;

    private final ChainClient client;

    StateReader(ChainClient client) {
        this.client = client;
    }

    /** One snapshot a pool, in their order; null where the contract does not answer as a pool does. */
    List<PoolSnapshot> read(Node node, List<Pool> pools, long block) {
        final String tag = Hex.quantity(block);
        final List<EthCall> calls = new ArrayList<>();
        pools.forEach(pool -> first(pool, calls));
        final List<byte[]> answers = client.read(node, calls, tag);
        final List<EthCall> tickCalls = new ArrayList<>();
        final List<int[]> ticks = new ArrayList<>();
        int at = 0;
        for (final Pool pool : pools) {
            final int[] found = pool.concentrated ? initialised(pool, answers, at + 2) : new int[0];
            for (final int tick : found) {
                tickCalls.add(new EthCall(pool.address, TICKS + word(tick)));
            }
            ticks.add(found);
            at += calls(pool);
        }
        final List<byte[]> tickAnswers = client.read(node, tickCalls, tag);
        final List<PoolSnapshot> snapshots = new ArrayList<>();
        at = 0;
        int tickAt = 0;
        for (int i = 0; i < pools.size(); i++) {
            snapshots.add(snapshot(pools.get(i), answers, at, ticks.get(i), tickAnswers, tickAt));
            at += calls(pools.get(i));
            tickAt += ticks.get(i).length;
        }
        return snapshots;
    }

    private static void first(Pool pool, List<EthCall> calls) {
        if (!pool.concentrated) {
            calls.add(new EthCall(pool.address, GET_RESERVES));
            return;
        }
        calls.add(new EthCall(pool.address, SLOT0));
        calls.add(new EthCall(pool.address, LIQUIDITY));
        for (int word = lowest(pool); word <= highest(pool); word++) {
            calls.add(new EthCall(pool.address, TICK_BITMAP + word(word)));
        }
    }

    private static int calls(Pool pool) {
        return pool.concentrated ? 3 + highest(pool) - lowest(pool) : 1;
    }

    private static int lowest(Pool pool) {
        return Math.floorDiv(-Pool.MAX_TICK, pool.tickSpacing) >> 8;
    }

    private static int highest(Pool pool) {
        return (Pool.MAX_TICK / pool.tickSpacing) >> 8;
    }

    private static int[] initialised(Pool pool, List<byte[]> answers, int from) {
        final List<Integer> ticks = new ArrayList<>();
        for (int word = lowest(pool); word <= highest(pool); word++) {
            final byte[] bits = answers.get(from + word - lowest(pool));
            for (int bit = 0; bits.length == WORD && bit < 256; bit++) {
                if ((bits[31 - (bit >> 3)] >> (bit & 7) & 1) != 0) {
                    ticks.add(((word << 8) + bit) * pool.tickSpacing);
                }
            }
        }
        return ticks.stream().mapToInt(Integer::intValue).toArray();
    }

    private static PoolSnapshot snapshot(
            Pool pool, List<byte[]> answers, int at, int[] ticks, List<byte[]> tickAnswers, int tickAt) {
        final byte[] head = answers.get(at);
        if (!pool.concentrated) {
            return head.length < 2 * WORD
                    ? null
                    : new PoolSnapshot(pool, unsigned(head, 0), unsigned(head, 1), 0, 0, List.of());
        }
        if (head.length < 6 * WORD || answers.get(at + 1).length < WORD) {
            return null;
        }
        final List<PoolSnapshot.Tick> read = new ArrayList<>();
        for (int i = 0; i < ticks.length; i++) {
            final byte[] tick = tickAnswers.get(tickAt + i);
            if (tick.length < 2 * WORD) {
                return null;
            }
            read.add(new PoolSnapshot.Tick(ticks[i], unsigned(tick, 0), signed(tick, 1)));
        }
        return new PoolSnapshot(
                pool,
                unsigned(head, 0),
                unsigned(answers.get(at + 1), 0),
                signed(head, 1).intValue(),
                unsigned(head, 5).bitLength() > 8 ? 0 : unsigned(head, 5).intValue(),
                read);
    }

    static BigInteger unsigned(byte[] answer, int word) {
        return new BigInteger(1, answer, word * WORD, WORD);
    }

    private static BigInteger signed(byte[] answer, int word) {
        return new BigInteger(answer, word * WORD, WORD);
    }

    /** A signed number as an argument. */
    static String word(long value) {
        return (value < 0 ? "f".repeat(48) : "0".repeat(48)) + String.format("%016x", value);
    }
}
