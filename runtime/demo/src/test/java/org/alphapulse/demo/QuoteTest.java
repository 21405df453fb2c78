package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Receipt;
import org.alphapulse.devnet.Reserves;
import org.alphapulse.devnet.Token;
import org.alphapulse.devnet.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the demo expects of a trade, against what the contract reports of it. */
class QuoteTest {
    private static final BigInteger MINIMUM = BigInteger.valueOf(7);
    private static final long GAS = 1_000_000;

    private static Devnet devnet;
    private static LocalChain chain;
    private static Trader trader;
    private static Token weth;
    private static Token usdc;
    private static Quote quote;

    @BeforeAll
    static void startChain() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
        trader = new Trader(chain);
        weth = chain.token("WETH");
        usdc = chain.token("USDC");
        // Where it is bought back it is cheap.
        for (final PoolFamily family : List.of(PoolFamily.SUSHI_V2, PoolFamily.UNISWAP_V3)) {
            chain.swap(chain.account(3), pool(family), weth, weth.worth(60_000));
        }
        quote = new Quote(Replay.load(chain));
    }

    @AfterAll
    static void stopChain() {
        devnet.close();
    }

    @Test
    void shouldExpectWhatTheContractReportsForEveryKindOfHop() {
        for (final String amount : List.of("1000000000000007", "123456789012345678", "900000000000000001")) {
            final BigInteger in = new BigInteger(amount);
            final BigInteger between = out(PoolFamily.UNISWAP_V2, weth, in);
            same(trade(in, byReserves(PoolFamily.UNISWAP_V2, weth), byReserves(PoolFamily.SUSHI_V2, usdc)));
            same(trade(in, given(PoolFamily.UNISWAP_V2, weth, between), throughV3(usdc)));
            final BigInteger back = out(PoolFamily.SUSHI_V2, usdc, between);
            same(trade(in, given(PoolFamily.UNISWAP_V2, weth, between), given(PoolFamily.SUSHI_V2, usdc, back)));
        }
    }

    @Test
    void shouldExpectTheGivenOutputWhenThePairCouldGiveMore() {
        final BigInteger in = weth.units(0.25);
        final BigInteger less = out(PoolFamily.UNISWAP_V2, weth, in).subtract(BigInteger.valueOf(12_345));
        final BigInteger back = out(PoolFamily.SUSHI_V2, usdc, less).subtract(BigInteger.valueOf(6_789));
        final BigInteger profit =
                same(trade(in, given(PoolFamily.UNISWAP_V2, weth, less), given(PoolFamily.SUSHI_V2, usdc, back)));
        assertEquals(back.subtract(in), profit);
        same(trade(in, given(PoolFamily.UNISWAP_V2, weth, less), byReserves(PoolFamily.SUSHI_V2, usdc)));
        same(trade(in, given(PoolFamily.UNISWAP_V2, weth, less), throughV3(usdc)));
    }

    @Test
    void shouldExpectNothingWhenThePairCannotGiveSoMuch() {
        final BigInteger in = weth.units(0.25);
        final BigInteger more = out(PoolFamily.UNISWAP_V2, weth, in).add(BigInteger.ONE);
        final byte[] data = trade(in, given(PoolFamily.UNISWAP_V2, weth, more), byReserves(PoolFamily.SUSHI_V2, usdc));
        assertNull(quote.profit(data));
        final String before = chain.snapshot();
        assertFalse(send(data).success());
        chain.revert(before);
    }

    @Test
    void shouldSayWhatItDoesNotQuote() {
        final byte[] data = trade(weth.units(1), byReserves(PoolFamily.UNISWAP_V2, weth));
        assertEquals(MINIMUM, Quote.minimumProfit(data));
        data[4] = 2;
        assertThrows(IllegalArgumentException.class, () -> quote.profit(data));
    }

    /** The trade earns on the chain what was expected before, which is told. */
    private static BigInteger same(byte[] data) {
        final BigInteger expected = quote.profit(data);
        assertTrue(expected != null && expected.signum() > 0, "no profit is expected: " + expected);
        final String before = chain.snapshot();
        final String executed = send(data)
                .requireSuccess()
                .log("Executed(address,uint256,uint256)")
                .data();
        chain.revert(before);
        assertEquals(new BigInteger(executed.substring(2 + 64), 16), expected);
        return expected;
    }

    private static Receipt send(byte[] data) {
        return chain.send(
                chain.account(1),
                Transaction.call(trader.contract(), "0x" + HexFormat.of().formatHex(data), GAS));
    }

    /** WETH against USDC. */
    private static Pool pool(PoolFamily family) {
        return chain.pools(family).stream()
                .filter(pool ->
                        List.of(pool.token0().symbol(), pool.token1().symbol()).containsAll(List.of("WETH", "USDC")))
                .findFirst()
                .orElseThrow();
    }

    /** What the pair's router says. */
    private static BigInteger out(PoolFamily family, Token in, BigInteger amount) {
        final Pool pool = pool(family);
        final boolean zero = in.equals(pool.token0());
        final Reserves reserves = chain.reserves(pool);
        final BigInteger paid = amount.multiply(BigInteger.valueOf(997));
        return paid.multiply(zero ? reserves.amount1() : reserves.amount0())
                .divide((zero ? reserves.amount0() : reserves.amount1())
                        .multiply(BigInteger.valueOf(1000))
                        .add(paid));
    }

    /** Calldata of a trade in WETH with the vault's loan, after docs/reference/calldata.md. */
    private static byte[] trade(BigInteger amount, byte[]... hops) {
        final ByteBuffer data = ByteBuffer.allocate(
                88 + Arrays.stream(hops).mapToInt(hop -> hop.length).sum());
        data.put(HexFormat.of().parseHex(Abi.call("execute()").substring(2)));
        data.put((byte) 1).put((byte) hops.length).putInt(0).putInt(0).putShort((short) 0);
        data.put(Trader.bytes(trader.address())).put(Trader.bytes(weth.address()));
        data.put(number(amount, 16)).put(number(MINIMUM, 16));
        for (final byte[] hop : hops) {
            data.put(hop);
        }
        return data.array();
    }

    private static byte[] given(PoolFamily family, Token in, BigInteger amountOut) {
        return hop(0, pool(family), in, number(amountOut, 14));
    }

    private static byte[] byReserves(PoolFamily family, Token in) {
        return hop(2, pool(family), in, number(BigInteger.valueOf(pool(family).feePips()), 3));
    }

    private static byte[] throughV3(Token in) {
        return hop(4, pool(PoolFamily.UNISWAP_V3), in, Trader.bytes(in.address()));
    }

    private static byte[] hop(int kind, Pool pool, Token in, byte[] rest) {
        return ByteBuffer.allocate(21 + rest.length)
                .put((byte) (kind + (in.equals(pool.token0()) ? 1 : 0)))
                .put(Trader.bytes(pool.address()))
                .put(rest)
                .array();
    }

    private static byte[] number(BigInteger value, int length) {
        final byte[] bytes = value.toByteArray();
        final byte[] padded = new byte[length];
        for (int i = 0; i < Math.min(length, bytes.length); i++) {
            padded[length - 1 - i] = bytes[bytes.length - 1 - i];
        }
        return padded;
    }
}
