package org.alphapulse.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.amm.U256;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Token;
import org.alphapulse.strategy.arbitrage.ArbitrageDetector;
import org.alphapulse.strategy.arbitrage.ArbitrageSettings;
import org.alphapulse.strategy.arbitrage.FundingSource;
import org.alphapulse.strategy.arbitrage.Opportunity;
import org.alphapulse.strategy.arbitrage.StartToken;

/**
 * What could have been taken at the end of each block by one who loses no time: the search over all cycles of up to four hops of every
 * start token, without least profit, margin or cool-down, sixty-four sized at a time; of those that share a pool each on the state
 * after the better ones. Gas is counted at the next block's base fee and our tip.
 */
final class Hindsight {
    private static final int EVERYTHING = 1 << 20;

    private final LocalChain chain;
    private final Valuation valuation;
    private final ArbitrageDetector detector;
    private final List<Token> tokens;
    private long found;
    private BigDecimal netWei = BigDecimal.ZERO;
    private BigDecimal grossWei = BigDecimal.ZERO;

    Hindsight(LocalChain chain, Replay replay, Trader trader) {
        this.chain = chain;
        this.valuation = new Valuation(chain);
        this.tokens = trader.starts();
        final List<StartToken> starts = new ArrayList<>();
        for (final Token token : tokens) {
            starts.add(new StartToken(
                    replay.token(token.address()),
                    List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                    U256.of(trader.capital(token)),
                    new U256(),
                    trader.unitsPerWei(token)));
        }
        final ArbitrageSettings settings = new ArbitrageSettings(
                starts, replay.token(chain.token("WETH").address()), 4, 0, 500_000, 0, 0, 64, 1_024);
        detector = new ArbitrageDetector(replay.state().view(), settings);
        detector.refreshIndex();
        while (detector.buildIndex() > 0) {
            detector.refreshIndex();
        }
        detector.refreshIndex();
    }

    void changed(int pool) {
        detector.note(pool);
    }

    /** Looks at the end of a block; what is found counts if asked for. */
    void endOfBlock(long nextBaseFeeWei, boolean counts) {
        detector.gasPrice(nextBaseFeeWei + Trader.TIP_WEI);
        final int count = detector.decideNoted(EVERYTHING);
        for (int i = 0; counts && i < count; i++) {
            final Opportunity opportunity = detector.opportunity(i);
            final Token token = tokens.get(opportunity.startIndex());
            found++;
            netWei = netWei.add(
                    valuation.wei(token.address(), opportunity.netProfit().toBigInteger()));
            grossWei = grossWei.add(
                    valuation.wei(token.address(), opportunity.grossProfit().toBigInteger()));
        }
    }

    long found() {
        return found;
    }

    /** After gas as it is estimated. */
    BigDecimal netWei() {
        return netWei;
    }

    BigDecimal grossWei() {
        return grossWei;
    }

    @Override
    public String toString() {
        return found + " opportunities on chain " + chain.id();
    }
}
