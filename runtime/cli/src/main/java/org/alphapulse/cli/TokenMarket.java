package org.alphapulse.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.EthCall;
import org.alphapulse.chain.Hex;
import org.alphapulse.collector.evm.ChainFile;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;

/** What a chain says of its tokens at present: decimals, and the price in the native coin by the deepest pool with it. */
final class TokenMarket {
    private static final String DECIMALS = "0x313ce567";
    private static final String BALANCE_OF = "0x70a08231";
    private static final String GET_PAIR = "0xe6a43905";
    private static final String GET_POOL = "0x1698ee82";
    private static final String GET_RESERVES = "0x0902f1ac";
    private static final String SLOT0 = "0x3850c7bd";
    private static final int WORD = 32;
    private static final BigDecimal Q96 = new BigDecimal(BigInteger.ONE.shiftLeft(96));

    private final ChainClient client;
    private final ChainFile chain;
    private final long chainId;

    /** A pool of a token with the wrapped coin. */
    record Market(InstrumentId pool, BigInteger depth, BigDecimal unitsPerWei) {}

    TokenMarket(ChainClient client, ChainFile chain, long chainId) {
        this.client = client;
        this.chain = chain;
        this.chainId = chainId;
    }

    InstrumentId token(String address) {
        return InstrumentId.ofAddress(
                Venues.standard().code("chain"), InstrumentKind.TOKEN, chainId, Hex.bytes(address));
    }

    int decimals(String token) {
        final byte[] answer = read(token, DECIMALS);
        if (answer.length < WORD) {
            throw new IllegalStateException("there is no token at " + token + " on chain " + chainId);
        }
        return new BigInteger(1, answer).intValueExact();
    }

    BigInteger balance(String token, String holder) {
        final byte[] answer = read(token, BALANCE_OF + word(holder));
        return answer.length < WORD ? BigInteger.ZERO : new BigInteger(1, answer);
    }

    /** The deepest market of a token with the wrapped coin, or null if there is none. */
    Market deepest(String token, String wrapped) {
        Market best = null;
        for (final ChainFile.Factory factory : chain.factories()) {
            for (final String pool : pools(factory, token, wrapped)) {
                final BigInteger depth = balance(wrapped, pool);
                if (depth.signum() > 0 && (best == null || depth.compareTo(best.depth()) > 0)) {
                    final BigDecimal price = price(factory, pool, token, wrapped);
                    if (price.signum() > 0) {
                        best = new Market(
                                InstrumentId.ofAddress(factory.venue(), InstrumentKind.POOL, chainId, Hex.bytes(pool)),
                                depth,
                                price);
                    }
                }
            }
        }
        return best;
    }

    private List<String> pools(ChainFile.Factory factory, String token, String wrapped) {
        final List<String> found = new ArrayList<>();
        for (final int fee : factory.fees()) {
            final String data = factory.concentrated()
                    ? GET_POOL + word(token) + word(wrapped) + String.format("%064x", fee)
                    : GET_PAIR + word(token) + word(wrapped);
            final byte[] answer = read(factory.address(), data);
            if (answer.length >= WORD && new BigInteger(1, answer).signum() != 0) {
                found.add(Hex.of(answer, WORD - 20, WORD));
            }
        }
        return found;
    }

    /** Smallest units of the token per wei. */
    private BigDecimal price(ChainFile.Factory factory, String pool, String token, String wrapped) {
        final boolean first =
                new BigInteger(token.substring(2), 16).compareTo(new BigInteger(wrapped.substring(2), 16)) < 0;
        final BigDecimal onePerZero;
        if (factory.concentrated()) {
            final byte[] slot = read(pool, SLOT0);
            final BigDecimal root = new BigDecimal(number(slot, 0)).divide(Q96, MathContext.DECIMAL128);
            onePerZero = root.multiply(root);
        } else {
            final byte[] reserves = read(pool, GET_RESERVES);
            final BigInteger zero = number(reserves, 0);
            onePerZero = zero.signum() == 0
                    ? BigDecimal.ZERO
                    : new BigDecimal(number(reserves, 1)).divide(new BigDecimal(zero), MathContext.DECIMAL128);
        }
        if (onePerZero.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return first
                ? BigDecimal.ONE.divide(onePerZero, MathContext.DECIMAL64)
                : onePerZero.round(MathContext.DECIMAL64);
    }

    private static BigInteger number(byte[] answer, int word) {
        return answer.length < (word + 1) * WORD
                ? BigInteger.ZERO
                : new BigInteger(1, java.util.Arrays.copyOfRange(answer, word * WORD, (word + 1) * WORD));
    }

    private static String word(String address) {
        return "0".repeat(24) + address.substring(2).toLowerCase(Locale.ROOT);
    }

    private byte[] read(String to, String data) {
        return client.read(null, List.of(new EthCall(to, data)), "latest").get(0);
    }
}
