package org.alphapulse.demo;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/** What a trade's calldata (docs/reference/calldata.md) should earn on the state of a replay, by our mathematics. */
final class Quote {
    private static final int HEADER = 88;
    private static final int[] FUNDING = {0, 0, 0, 24, 24, 20, 0};
    private static final int VAULT = 1;
    /** Hops of this kind and below ask for a given output. */
    private static final int GIVEN = 1;

    private final Replay replay;
    private final Scratch scratch = new Scratch();
    private final SwapResult result = new SwapResult();
    private final Overlay overlay = new Overlay();

    Quote(Replay replay) {
        this.replay = replay;
    }

    /** What the contract should report as profit; null if our mathematics says that the trade cannot be done. */
    BigInteger profit(byte[] calldata) {
        if (calldata[4] > VAULT) {
            throw new IllegalArgumentException("only own capital and the vault's free loans are quoted");
        }
        final MarketView market = replay.state().view();
        final BigInteger in = number(calldata, 56, 16);
        overlay.clear();
        final U256 amount = U256.of(in);
        int at = HEADER + FUNDING[calldata[4]];
        for (int hop = 0; hop < calldata[5]; hop++) {
            final int kind = calldata[at];
            final int pool = replay.pool("0x" + HexFormat.of().formatHex(calldata, at + 1, at + 21));
            final boolean zeroForOne = (kind & 1) == 1;
            if (pool < 0 || market.quote(pool, zeroForOne, true, amount, overlay, result, scratch) != AmmCode.OK) {
                return null;
            }
            if (kind <= GIVEN) {
                // If the pair moved in the trade's favour since it was planned, it keeps what it could have given.
                final U256 given = U256.of(number(calldata, at + 21, 14));
                if (given.compareTo(result.amountOut()) > 0) {
                    return null;
                }
                result.amountOut().set(given);
            }
            market.keep(pool, zeroForOne, result, overlay);
            amount.set(result.amountOut());
            at += kind >= 4 ? 41 : kind >= 2 ? 24 : 35;
        }
        return amount.toBigInteger().subtract(in);
    }

    static BigInteger minimumProfit(byte[] calldata) {
        return number(calldata, 72, 16);
    }

    private static BigInteger number(byte[] bytes, int from, int length) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, from, from + length));
    }
}
