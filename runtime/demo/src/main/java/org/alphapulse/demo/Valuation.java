package org.alphapulse.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Token;

/** What amounts of tokens are worth in wei, at the prices with which the chain was set up. */
final class Valuation {
    private final LocalChain chain;

    Valuation(LocalChain chain) {
        this.chain = chain;
    }

    Token token(String address) {
        return chain.tokens().stream()
                .filter(token -> token.address().equalsIgnoreCase(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no token at " + address));
    }

    BigDecimal wei(String tokenAddress, BigInteger amount) {
        final Token token = token(tokenAddress);
        return new BigDecimal(amount)
                .movePointLeft(token.decimals())
                .multiply(token.usd())
                .divide(chain.token("WETH").usd(), MathContext.DECIMAL128)
                .movePointRight(18);
    }
}
