package org.alphapulse.amm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Swaps that took place on chain, and quotes that the chain's own contracts gave, to the wei. */
class RecordedSwapsTest {
    private static final String SYNC = "0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1";
    private static final String SWAP = "0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822";
    private static final String GOLDEN = "07-vectors/degenbot/tests/golden/data/tests/";

    @Test
    void shouldGiveEveryRecordedV3SwapToTheWei() throws IOException {
        final List<String> rows = Recorded.lines("derived/univ3_real_swap_vectors.csv.gz");
        for (final String row : rows.subList(1, rows.size())) {
            final String[] f = row.split(",");
            final BigInteger price = new BigInteger(f[5]);
            final BigInteger liquidity = new BigInteger(f[6]);
            final boolean exactIn = f[7].equals("exactIn");
            final boolean down = f[8].equals("1");
            final int fee = Integer.parseInt(f[4]);
            final V3Pool pool = new V3Pool(fee, fee == 500 ? 10 : 60, price, Oracle.tickAtSqrtPrice(price), liquidity);
            assertEquals(AmmCode.OK, pool.quote(down, exactIn, new BigInteger(exactIn ? f[9] : f[10])), row);
            assertEquals(new BigInteger(f[9]), pool.result.amountIn().toBigInteger(), row);
            assertEquals(new BigInteger(f[10]), pool.result.amountOut().toBigInteger(), row);
            assertEquals(new BigInteger(f[11]), pool.result.sqrtPriceX96().toBigInteger(), row);
            assertEquals(Integer.parseInt(f[12]), pool.result.tick(), row);
        }
        assertEquals(2699, rows.size() - 1);
    }

    /**
     * A Swap log gives what came in and went out; the Sync before it the reserves after. A pair allows an output up to
     * the quoted one; routers take exactly that, so the quote may never be below and is nearly always equal.
     */
    @Test
    void shouldNeverQuoteBelowARecordedV2SwapAndMostlyMatchIt() throws IOException {
        final ObjectMapper mapper = new ObjectMapper();
        final Map<String, String> syncs = new HashMap<>();
        int equal = 0;
        int exactOutput = 0;
        int below = 0;
        for (final String line :
                Recorded.lines("01-blocks/ethereum-etl/test_stream/blocks_17173049_17173050/expected_logs.json.gz")) {
            final JsonNode log = mapper.readTree(line);
            final String topic = log.get("topics").path(0).asText();
            final String data = log.get("data").asText();
            if (topic.equals(SYNC)) {
                syncs.put(log.get("address").asText(), data);
            } else if (topic.equals(SWAP)) {
                final int kind = v2(data, syncs.get(log.get("address").asText()));
                equal += kind == 0 ? 1 : 0;
                exactOutput += kind == 1 ? 1 : 0;
                below += kind < 0 ? 1 : 0;
            }
        }
        System.out.println("recorded V2 swaps: " + equal + " exact by input, " + exactOutput + " exact by output, "
                + below + " took less than the pair allows");
        assertEquals(69, equal + exactOutput + below);
        assertTrue(equal + exactOutput >= 60, "only " + (equal + exactOutput) + " of 69 equal");
    }

    /** 0: output is the quote; 1: input is the least for the output; -1: the swap left something in the pair. */
    private static int v2(final String swap, final String sync) {
        final BigInteger in0 = Recorded.word(swap, 0);
        final BigInteger in1 = Recorded.word(swap, 1);
        final BigInteger out0 = Recorded.word(swap, 2);
        final BigInteger out1 = Recorded.word(swap, 3);
        final boolean down = in0.signum() != 0 && out1.signum() != 0;
        final long[] words = new long[PoolFamily.WORDS];
        KernelTest.store(words, 0, Recorded.word(sync, 0).subtract(in0).add(out0));
        KernelTest.store(words, 2, Recorded.word(sync, 1).subtract(in1).add(out1));
        words[4] = ConstantProduct.feeWord(3000);
        final BigInteger in = down ? in0 : in1;
        final BigInteger out = down ? out1 : out0;
        final Scratch s = new Scratch();
        final U256 quoted = new U256();
        assertEquals(AmmCode.OK, ConstantProduct.amountOut(words, 0, down, U256.of(in), quoted, s));
        if (quoted.toBigInteger().equals(out)) {
            return 0;
        }
        if ((down ? out0 : out1).signum() == 0 && (down ? in1 : in0).signum() == 0) {
            assertTrue(quoted.toBigInteger().compareTo(out) > 0, "the pair paid more than the quote");
        }
        assertEquals(AmmCode.OK, ConstantProduct.amountIn(words, 0, down, U256.of(out), quoted, s));
        return quoted.toBigInteger().equals(in) ? 1 : -1;
    }

    @Test
    void shouldQuoteLikeTheV3QuoterOnChain() throws IOException {
        final JsonNode state =
                Recorded.json("03-pools/degenbot/fixtures/chain_data/1/uniswap_v3_wbtc_weth_block_24407242.json");
        final V3Pool pool = pool(state, 60);
        final JsonNode answers = Recorded.json(
                GOLDEN + "uniswap/v3/test_uniswap_v3_onchain_parity/test_cached_calculations_v3_wbtc_weth.json");
        assertEquals(80, quotes(pool, answers, "WBTC->WETH"));
    }

    @Test
    void shouldQuoteLikeAForkWithAnotherSpacing() throws IOException {
        final JsonNode state =
                Recorded.json("03-pools/degenbot/fixtures/chain_data/8453/aerodrome_v3_cbeth_weth_block_46875151.json");
        final V3Pool pool = pool(state, state.get("scalars").get("tick_spacing").asInt());
        final JsonNode answers = Recorded.json(
                GOLDEN + "aerodrome/test_aerodrome_v3_onchain_parity/test_aerodrome_v3_cbeth_weth_quote.json");
        assertEquals(25, quotes(pool, answers, "cbETH->WETH"));
    }

    @Test
    void shouldQuoteLikeAV2ForkWithAnotherFee() throws IOException {
        final JsonNode state = Recorded.json(
                "03-pools/degenbot/fixtures/chain_data/8453/pancakeswap_v2_weth_usdbc_block_46875151.json");
        final long[] words = new long[PoolFamily.WORDS];
        KernelTest.store(words, 0, state.get("reserves_token0").bigIntegerValue());
        KernelTest.store(words, 2, state.get("reserves_token1").bigIntegerValue());
        words[4] = ConstantProduct.feeWord(2500);
        final JsonNode answers = Recorded.json(GOLDEN
                + "pancakeswap/test_pancakeswap_v2_onchain_parity/test_pancakeswap_v2_router_get_amounts_out.json");
        final Scratch s = new Scratch();
        final U256 out = new U256();
        answers.get("entries").properties().forEach(entry -> {
            final String[] key = entry.getKey().split("\\|");
            final U256 in = U256.of(new BigInteger(key[3]));
            ConstantProduct.amountOut(words, 0, key[2].equals("WETH->USDbC"), in, out, s);
            assertEquals(entry.getValue().get("value").bigIntegerValue(), out.toBigInteger(), entry.getKey());
        });
        assertEquals(24, answers.get("entries").size());
    }

    private static V3Pool pool(final JsonNode state, final int spacing) {
        final JsonNode scalars = state.get("scalars");
        final V3Pool pool = new V3Pool(
                scalars.get("fee").asInt(),
                spacing,
                scalars.get("sqrt_price_x96").bigIntegerValue(),
                scalars.get("tick").asInt(),
                scalars.get("liquidity").bigIntegerValue());
        state.get("tick_data")
                .properties()
                .forEach(tick -> pool.tick(
                        Integer.parseInt(tick.getKey()),
                        tick.getValue().get(0).bigIntegerValue(),
                        tick.getValue().get(1).bigIntegerValue()));
        return pool;
    }

    private static int quotes(final V3Pool pool, final JsonNode answers, final String sellsToken0) {
        answers.get("entries").properties().forEach(entry -> {
            final String[] key = entry.getKey().split("\\|");
            if (!entry.getValue().has("value")) {
                return;
            }
            final boolean exactIn = key[1].startsWith("quoteExactInput");
            final int code = pool.quote(key[2].equals(sellsToken0), exactIn, new BigInteger(key[3]));
            assertTrue(code >= 0, entry.getKey());
            final U256 answer = exactIn ? pool.result.amountOut() : pool.result.amountIn();
            assertEquals(entry.getValue().get("value").bigIntegerValue(), answer.toBigInteger(), entry.getKey());
        });
        int answered = 0;
        for (final JsonNode entry : answers.get("entries")) {
            answered += entry.has("value") ? 1 : 0;
        }
        return answered;
    }
}
