package org.alphapulse.shell;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.TokenInfo;

/** Amounts in whole tokens with their symbols, where the market knows them. */
final class Amounts {
    private static final int COIN_DECIMALS = 18;

    private final Map<String, TokenInfo> tokens = new HashMap<>();

    Amounts(MarketService market) {
        if (market != null) {
            market.tokens().forEach(token -> tokens.put(token.id(), token));
        }
    }

    /** For example {@code 0.25 WETH}. */
    String of(BigInteger units, String token) {
        final TokenInfo known = tokens.get(token);
        return known == null
                ? units + " of " + (token.isEmpty() ? "no token" : token)
                : plain(units, known.decimals()) + " " + symbol(token);
    }

    String symbol(String token) {
        final TokenInfo known = tokens.get(token);
        return known == null || known.symbol().isEmpty() ? token : known.symbol();
    }

    /** Wei in coins. */
    static String coins(BigInteger wei) {
        return plain(wei, COIN_DECIMALS);
    }

    private static String plain(BigInteger units, int decimals) {
        return units.signum() == 0
                ? "0"
                : new BigDecimal(units, decimals).stripTrailingZeros().toPlainString();
    }
}
