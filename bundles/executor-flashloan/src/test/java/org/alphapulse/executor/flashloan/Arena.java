package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.alphapulse.contracts.TradingContract;
import org.alphapulse.devnet.Account;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Reserves;
import org.alphapulse.devnet.Token;

/** A local chain with the contract, and a pair of V2 pools of the same tokens that can be pushed apart. */
final class Arena {
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

    final LocalChain chain;
    final Account operator;
    final String contract;
    final Pool first;
    final Pool second;

    Arena(LocalChain chain) {
        this.chain = chain;
        this.operator = chain.account(1);
        final byte[] code = TradingContract.FLASH_LOAN_ARBITRAGE.initCode(
                Settings.bytes(chain.account(2).address()),
                Settings.bytes(operator.address()),
                Settings.bytes(chain.contracts().weth()),
                Settings.bytes(chain.contracts().vault()),
                Settings.bytes(chain.contracts().aavePool()));
        contract = chain.deploy(chain.account(2), "0x" + HexFormat.of().formatHex(code), "()")
                .contractAddress();
        first = pool(PoolFamily.UNISWAP_V2);
        second = pool(PoolFamily.SUSHI_V2);
    }

    /** WETH against USDC. */
    Pool pool(PoolFamily family) {
        return chain.pools(family).stream()
                .filter(pool ->
                        List.of(pool.token0().symbol(), pool.token1().symbol()).containsAll(List.of("WETH", "USDC")))
                .findFirst()
                .orElseThrow();
    }

    Token weth() {
        return chain.token("WETH");
    }

    /** Makes WETH cheap in the second pool. */
    void pushApart(double dollars) {
        chain.swap(chain.account(3), second, weth(), weth().worth(dollars));
    }

    /** Sells WETH in the first pool and buys it back in the second. */
    Plan plan(BigInteger amount) {
        final BigInteger between = out(first, weth(), amount);
        final BigInteger back = out(second, first.other(weth()), between);
        return new Plan().hop(first, weth(), amount, between).hop(second, first.other(weth()), between, back);
    }

    /** The constant-product formula of the pair's white paper with 0.3 % kept. */
    BigInteger out(Pool pool, Token in, BigInteger amountIn) {
        final Reserves reserves = chain.reserves(pool);
        final boolean zero = in.address().equals(pool.token0().address());
        final BigInteger paid = amountIn.multiply(BigInteger.valueOf(997));
        return paid.multiply(zero ? reserves.amount1() : reserves.amount0())
                .divide((zero ? reserves.amount0() : reserves.amount1())
                        .multiply(THOUSAND)
                        .add(paid));
    }

    long mined() {
        return Long.decode(chain.rpc()
                .call("eth_getTransactionCount", operator.address(), "latest")
                .asText());
    }
}
