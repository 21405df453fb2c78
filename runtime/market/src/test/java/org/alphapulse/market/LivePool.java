package org.alphapulse.market;

import java.math.BigInteger;
import java.util.List;
import java.util.TreeSet;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.U256;
import org.alphapulse.devnet.Abi;

/** A contract on the local chain with the handle of its copy in the market, and what was learned of it. */
final class LivePool {
    private static final int MAX_TICK = 887_272;

    final String address;
    final int handle;
    final String token0;
    final String token1;
    final boolean v3;
    final int fee;
    final int spacing;

    /** Every tick that was ever an end of a position. */
    final TreeSet<Integer> touched = new TreeSet<>();

    /** Square-root price that random trades tend to. */
    double start = Double.NaN;

    /** What the contract holds, as of the last comparison. */
    BigInteger balance0 = BigInteger.ZERO;

    BigInteger balance1 = BigInteger.ZERO;
    BigInteger shares = BigInteger.ZERO;

    LivePool(final String address, final int handle, final List<String> tokens, final int fee, final int spacing) {
        this.address = address;
        this.handle = handle;
        this.token0 = tokens.get(0);
        this.token1 = tokens.get(1);
        this.v3 = spacing > 0;
        this.fee = fee;
        this.spacing = spacing;
    }

    int family() {
        return v3 ? PoolFamilies.UNISWAP_V3 : PoolFamilies.UNISWAP_V2;
    }

    int wordOf(final int tick) {
        return Math.floorDiv(tick, spacing) >> 8;
    }

    int lastTick() {
        return MAX_TICK / spacing * spacing;
    }

    /** The state as our market has it, one line per contract variable. */
    String ours(final MarketView view, final boolean whole) {
        final U256 a = new U256();
        final U256 b = new U256();
        if (!v3) {
            view.reserve0(handle, a);
            view.reserve1(handle, b);
            return a + " " + b;
        }
        view.sqrtPriceX96(handle, a);
        view.liquidity(handle, b);
        final StringBuilder text = new StringBuilder("price " + a + " tick " + view.tick(handle) + " fee "
                + view.protocolFee(handle) + " liquidity " + b + "\n");
        final TreeSet<Integer> words = words(whole);
        for (final int tick : touched) {
            text.append(tick).append(' ').append(ourTick(view, tick)).append('\n');
        }
        for (final int word : words) {
            text.append("word ")
                    .append(word)
                    .append(' ')
                    .append(ourWord(view, word).toString(16))
                    .append('\n');
        }
        return text.append(view.tickCount(handle)).toString();
    }

    private String ourTick(final MarketView view, final int tick) {
        for (int i = 0; i < view.tickCount(handle); i++) {
            if (view.tickAt(handle, i) == tick) {
                final BigInteger gross = new U256()
                        .set(view.tickGross(handle, i, 0), view.tickGross(handle, i, 1))
                        .toBigInteger();
                final BigInteger net = BigInteger.valueOf(view.tickNet(handle, i, 1))
                        .shiftLeft(64)
                        .add(new U256().set(view.tickNet(handle, i, 0)).toBigInteger());
                return gross + " " + net;
            }
        }
        return "0 0";
    }

    private BigInteger ourWord(final MarketView view, final int word) {
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < view.tickCount(handle); i++) {
            final int tick = view.tickAt(handle, i);
            if (wordOf(tick) == word) {
                bits = bits.setBit(tick / spacing & 255);
            }
        }
        return bits;
    }

    TreeSet<Integer> words(final boolean whole) {
        final TreeSet<Integer> words = new TreeSet<>();
        touched.forEach(tick -> words.add(wordOf(tick)));
        for (int word = wordOf(-MAX_TICK); whole && word <= wordOf(MAX_TICK); word++) {
            words.add(word);
        }
        return words;
    }

    /** Asks the contract for the same. */
    void ask(final Reads reads, final boolean whole, final String provider) {
        if (!v3) {
            reads.add(address, "getReserves()").add(address, "balanceOf(address)", provider);
            return;
        }
        reads.add(token0, "balanceOf(address)", address).add(token1, "balanceOf(address)", address);
        reads.add(address, "slot0()").add(address, "liquidity()");
        touched.forEach(tick -> reads.add(address, "ticks(int24)", tick));
        words(whole).forEach(word -> reads.add(address, "tickBitmap(int16)", word));
    }

    /** The contract's answers in the form of {@link #ours}. */
    String theirs(final java.util.Iterator<String> answers, final boolean whole) {
        if (!v3) {
            final List<Object> reserves = Abi.decode("(uint112,uint112,uint32)", answers.next());
            balance0 = (BigInteger) reserves.get(0);
            balance1 = (BigInteger) reserves.get(1);
            shares = integer(answers.next());
            return balance0 + " " + balance1;
        }
        balance0 = integer(answers.next());
        balance1 = integer(answers.next());
        final List<Object> slot0 = Abi.decode("(uint160,int24,uint16,uint16,uint16,uint8,bool)", answers.next());
        final StringBuilder text = new StringBuilder("price " + slot0.get(0) + " tick " + slot0.get(1) + " fee "
                + slot0.get(5) + " liquidity " + integer(answers.next()) + "\n");
        int count = 0;
        for (final int tick : touched) {
            final List<Object> fields = Abi.decode("(uint128,int128)", answers.next());
            text.append(tick)
                    .append(' ')
                    .append(fields.get(0))
                    .append(' ')
                    .append(fields.get(1))
                    .append('\n');
        }
        for (final int word : words(whole)) {
            final BigInteger bits = integer(answers.next());
            count += bits.bitCount();
            text.append("word ")
                    .append(word)
                    .append(' ')
                    .append(bits.toString(16))
                    .append('\n');
        }
        return text.append(count).toString();
    }

    private static BigInteger integer(final String word) {
        return (BigInteger) Abi.decode("(uint256)", word).get(0);
    }
}
