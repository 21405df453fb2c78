package org.alphapulse.benchmarks;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.alphapulse.amm.ConcentratedLiquidity;
import org.alphapulse.amm.ConstantProduct;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.TickMap;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;

/** The seeded inputs of {@link AmmBenchmark}, the same for every contender. */
final class AmmCases {
    static final int N = 1024;
    static final int SPACING = 60;
    static final int FEE = 3000;
    static final int TICK = 17;

    private final SplittableRandom random = new SplittableRandom(42);
    final long[] v2 = new long[6 * N];
    final long[] v2Words = new long[8 * N];
    final long[] mulDiv = new long[12 * N];
    final long[] step = new long[16 * N];
    final int[] ticks = new int[N];
    final long[] poolWords = new long[8];
    long[] slab = TickMap.empty();
    final long[] amounts = new long[2 * N];

    AmmCases() {
        final U256 price = new U256();
        final U256 target = new U256();
        for (int i = 0; i < N; i++) {
            v2(i);
            for (int k = 0; k < 12; k++) {
                mulDiv[12 * i + k] = random.nextLong();
            }
            mulDiv[12 * i + 3] >>>= 1;
            mulDiv[12 * i + 11] |= Long.MIN_VALUE;
            ticks[i] = random.nextInt(2 * TickMath.MAX_TICK) - TickMath.MAX_TICK;
            final int tick = random.nextInt(400_000) - 200_000;
            final int distance = 1 + random.nextInt(300);
            TickMath.sqrtPriceAtTick(tick, price);
            TickMath.sqrtPriceAtTick(random.nextBoolean() ? tick + distance : tick - distance, target);
            final double sqrt = Math.pow(1.0001, tick / 2.0);
            final double l = Math.scalb(1 + random.nextDouble(), 60 + random.nextInt(10));
            final boolean down = target.compareTo(price) < 0;
            final double whole = l * distance * 5e-5 * (down ? 1 / sqrt : sqrt);
            store(step, 16 * i, price);
            store(step, 16 * i + 4, target);
            store(step, 16 * i + 8, new U256().setDouble(l));
            store(step, 16 * i + 12, new U256().setDouble(1000 + whole * 2 * random.nextDouble()));
        }
        pool();
    }

    private void v2(final int i) {
        final U256 x = new U256().setDouble(Math.scalb(1 + random.nextDouble(), 60 + random.nextInt(36)));
        final U256 y = new U256().setDouble(Math.scalb(1 + random.nextDouble(), 60 + random.nextInt(36)));
        final U256 in = new U256().setDouble(x.toDouble() * random.nextDouble() * 0.1);
        final U256[] values = {in, x, y};
        for (int k = 0; k < 3; k++) {
            v2[6 * i + 2 * k] = values[k].limb(0);
            v2[6 * i + 2 * k + 1] = values[k].limb(1);
        }
        System.arraycopy(v2, 6 * i + 2, v2Words, 8 * i, 4);
        v2Words[8 * i + 4] = ConstantProduct.feeWord(FEE);
    }

    /** A pool with a tick every 60, and amounts that cross five of them. */
    private void pool() {
        final U256 price = new U256();
        TickMath.sqrtPriceAtTick(TICK, price);
        System.arraycopy(new long[] {price.limb(0), price.limb(1), price.limb(2)}, 0, poolWords, 0, 3);
        long in = 0;
        for (int i = -40; i < 40; i++) {
            final long net = (1L << 55) + random.nextLong(1L << 54);
            final long signed = i < 0 ? net : -net;
            in += i < 0 ? net : 0;
            slab = TickMap.set(slab, i * SPACING, net, 0, signed, signed >> 63);
        }
        // The upper ends take off exactly what the lower ones put in.
        long rest = in;
        for (int i = 0; i < 40; i++) {
            final long part = i == 39 ? rest : in / 40;
            rest -= part;
            slab = TickMap.set(slab, i * SPACING, part, 0, -part, -1);
        }
        long active = 0;
        for (int i = 0; i < TickMap.position(slab, TICK); i++) {
            active += TickMap.net(slab, i, 0);
        }
        poolWords[3] = active;
        poolWords[5] = ConcentratedLiquidity.tickWord(TICK, TickMap.position(slab, TICK));
        poolWords[6] = ConcentratedLiquidity.configWord(FEE, SPACING);
        final SwapResult r = new SwapResult();
        for (int i = 0; i < N; i++) {
            TickMath.sqrtPriceAtTick(-4 * SPACING - 5 - random.nextInt(50), price);
            ConcentratedLiquidity.swap(poolWords, 0, slab, true, true, new U256().set(0, 1), price, r, new Scratch());
            amounts[2 * i] = r.amountIn().limb(0);
            amounts[2 * i + 1] = r.amountIn().limb(1);
        }
    }

    private static void store(final long[] target, final int at, final U256 value) {
        for (int i = 0; i < 4; i++) {
            target[at + i] = value.limb(i);
        }
    }

    /** An unsigned integer of so many words, the lowest first. */
    static BigInteger big(final long[] words, final int at, final int length) {
        BigInteger value = BigInteger.ZERO;
        for (int i = length - 1; i >= 0; i--) {
            value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(words[at + i])));
        }
        return value;
    }

    /** Writes the inputs for the C program. */
    void write(final Path file) throws IOException {
        final int count = TickMap.count(slab);
        final ByteBuffer out = ByteBuffer.allocate(8 * (1 + 35 * N + 7 + 1 + 3 * count + 2 * N))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(N);
        put(out, v2);
        put(out, mulDiv);
        put(out, step);
        for (final int tick : ticks) {
            out.putLong(tick);
        }
        for (int i = 0; i < 5; i++) {
            out.putLong(poolWords[i]);
        }
        out.putLong(TICK).putLong(SPACING).putLong(count);
        for (int i = 0; i < count; i++) {
            out.putLong(TickMap.tick(slab, i));
        }
        for (int i = 0; i < count; i++) {
            out.putLong(TickMap.net(slab, i, 0)).putLong(TickMap.net(slab, i, 1));
        }
        put(out, amounts);
        Files.write(file, out.array());
    }

    private static void put(final ByteBuffer out, final long[] words) {
        for (final long word : words) {
            out.putLong(word);
        }
    }

    /** The pool and the amounts for the SDK. */
    String json() {
        final StringBuilder json = new StringBuilder("{\"sqrtPrice\":\"" + big(poolWords, 0, 3) + "\",\"liquidity\":\""
                + big(poolWords, 3, 2) + "\",\"tick\":" + TICK + ",\"ticks\":[");
        for (int i = 0; i < TickMap.count(slab); i++) {
            json.append(i == 0 ? "" : ",").append("{\"index\":").append(TickMap.tick(slab, i));
            json.append(",\"net\":\"").append(TickMap.net(slab, i, 0)).append("\",\"gross\":\"");
            json.append(TickMap.gross(slab, i, 0)).append("\"}");
        }
        json.append("],\"amounts\":[");
        for (int i = 0; i < N; i++) {
            json.append(i == 0 ? "\"" : ",\"").append(big(amounts, 2 * i, 2)).append('"');
        }
        return json.append("]}").toString();
    }
}
