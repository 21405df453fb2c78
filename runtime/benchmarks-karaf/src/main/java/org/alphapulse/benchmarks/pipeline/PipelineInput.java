package org.alphapulse.benchmarks.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of the pipeline is fed with: tokens, pools with their first state, and the messages of a node. The messages are played round
 * and round; each tells a whole state, so that any of them may follow on any other.
 *
 * @param tokens addresses, 20 bytes each
 * @param starts how many of the tokens, from the first, routes may start in
 * @param pools the pools
 * @param kinds of the messages: {@link #QUIET}, {@link #ARBITRAGE} or {@link #HEAD}
 * @param messages each followed by {@link #SLACK} bytes
 */
public record PipelineInput(byte[][] tokens, int starts, List<Pool> pools, byte[] kinds, byte[][] messages) {
    /** Id of the chain. */
    public static final long CHAIN_ID = 1;

    /** Readable bytes after each message. */
    public static final int SLACK = 16;

    /** A log that moves a price by less than the fees. */
    public static final byte QUIET = 0;

    /** A log after which there is an arbitrage. */
    public static final byte ARBITRAGE = 1;

    /** A block's header. */
    public static final byte HEAD = 2;

    /**
     * A pool and its first state.
     *
     * @param address 20 bytes
     * @param concentrated whether it has ticks
     * @param token0 index of the token that sorts first
     * @param token1 index of the other
     * @param first reserve of token 0, or the square root of the price
     * @param second reserve of token 1, or the liquidity
     * @param tick of the price, where it is concentrated
     * @param ticks that have liquidity, ascending
     */
    public record Pool(
            byte[] address,
            boolean concentrated,
            int token0,
            int token1,
            BigInteger first,
            BigInteger second,
            int tick,
            List<Tick> ticks) {}

    /** A tick's index, gross and net liquidity. */
    public record Tick(int index, BigInteger gross, BigInteger net) {}

    /** Fee of all pools in millionths. */
    public static final int FEE_PPM = 3_000;

    /** Tick spacing of all concentrated pools. */
    public static final int TICK_SPACING = 60;

    /** Writes it to a file. */
    public void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(tokens.length);
            for (final byte[] token : tokens) {
                out.write(token);
            }
            out.writeInt(starts);
            out.writeInt(pools.size());
            for (final Pool pool : pools) {
                write(out, pool);
            }
            out.writeInt(messages.length);
            for (int i = 0; i < messages.length; i++) {
                out.writeByte(kinds[i]);
                bytes(out, messages[i]);
            }
        }
    }

    private static void write(DataOutputStream out, Pool pool) throws IOException {
        out.write(pool.address);
        out.writeBoolean(pool.concentrated);
        out.writeInt(pool.token0);
        out.writeInt(pool.token1);
        bytes(out, pool.first.toByteArray());
        bytes(out, pool.second.toByteArray());
        out.writeInt(pool.tick);
        out.writeInt(pool.ticks.size());
        for (final Tick tick : pool.ticks) {
            out.writeInt(tick.index);
            bytes(out, tick.gross.toByteArray());
            bytes(out, tick.net.toByteArray());
        }
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads what {@link #write} wrote. */
    public static PipelineInput read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            final byte[][] tokens = new byte[in.readInt()][];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = in.readNBytes(20);
            }
            final int starts = in.readInt();
            final int count = in.readInt();
            final List<Pool> pools = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                pools.add(pool(in));
            }
            final byte[][] messages = new byte[in.readInt()][];
            final byte[] kinds = new byte[messages.length];
            for (int i = 0; i < messages.length; i++) {
                kinds[i] = in.readByte();
                messages[i] = bytes(in);
            }
            return new PipelineInput(tokens, starts, pools, kinds, messages);
        }
    }

    private static Pool pool(DataInputStream in) throws IOException {
        final byte[] address = in.readNBytes(20);
        final boolean concentrated = in.readBoolean();
        final int token0 = in.readInt();
        final int token1 = in.readInt();
        final BigInteger first = new BigInteger(bytes(in));
        final BigInteger second = new BigInteger(bytes(in));
        final int tick = in.readInt();
        final List<Tick> ticks = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            ticks.add(new Tick(in.readInt(), new BigInteger(bytes(in)), new BigInteger(bytes(in))));
        }
        return new Pool(address, concentrated, token0, token1, first, second, tick, ticks);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
