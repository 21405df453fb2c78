package org.alphapulse.executor.flashloan;

import org.agrona.DirectBuffer;
import org.alphapulse.market.MarketView;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.RouteFlyweight;

/**
 * Writes the packed calldata of {@code execute()} as docs/reference/calldata.md lays it out. What is the same for all calls is written
 * once into the template; {@link #writeTo} copies it and writes route and amounts over it in place. Not thread-safe; does not allocate.
 */
public final class RouteCalldata {
    /** Longest calldata: header, longest funding record, twelve hops of the longest kind. */
    public static final int MAX_LENGTH = 88 + 24 + 12 * 41;

    private static final int SELECTOR = 0x61461954;
    private static final int FUNDING = 4;
    private static final int HOPS = 5;
    private static final int DEADLINE = 6;
    private static final int RECIPIENT = 16;
    private static final int START_TOKEN = 36;
    private static final int AMOUNT_IN = 56;
    private static final int MINIMUM_PROFIT = 72;
    private static final int HEADER = 88;
    private static final int ADDRESS = 20;
    private static final int V3_SWAP = 6;
    private static final int V2_SWAP = 5;
    private static final int V3_LOAN = 4;
    private static final int V2_LOAN = 3;
    private static final int CONSTANT_PRODUCT = 1;
    private static final int CONCENTRATED = 2;
    private static final int WORDS = 5;

    private final byte[] template = new byte[HEADER];
    private final boolean exactOutputs;
    private final InstrumentIdFlyweight id = new InstrumentIdFlyweight();
    private final long[] words = new long[WORDS];
    private byte[] out;
    private int at;

    /**
     * Makes a writer.
     *
     * @param recipient of profits, 20 bytes
     * @param exactOutputs whether V2 hops carry the output that was planned, which the pool refuses when its reserves moved against it; else
     *     the contract computes it from the reserves
     */
    public RouteCalldata(byte[] recipient, boolean exactOutputs) {
        this.exactOutputs = exactOutputs;
        for (int i = 0; i < Integer.BYTES; i++) {
            template[i] = (byte) (SELECTOR >>> (24 - 8 * i));
        }
        System.arraycopy(recipient, 0, template, RECIPIENT, ADDRESS);
    }

    /**
     * Writes the call of a route.
     *
     * @param route current value of the plan
     * @param minimumProfit four limbs, lowest first
     * @param deadlineSeconds last block time at which it may run, 0 for none
     * @param market knows a lending pool's tokens and fee; not used by other fundings
     * @param target gets the calldata from index 0; at least {@link #MAX_LENGTH} bytes
     * @return length of the calldata, or the negative of a reason code
     */
    public int writeTo(
            RouteFlyweight route, long[] minimumProfit, long deadlineSeconds, MarketView market, byte[] target) {
        final int hops = route.hopCount();
        if (hops < 2 || hops > 12 || (route.amountInLimb2() | route.amountInLimb3()) != 0) {
            return -Reasons.BAD_ROUTE;
        }
        if ((minimumProfit[2] | minimumProfit[3]) != 0) {
            return -Reasons.BAD_ROUTE;
        }
        out = target;
        System.arraycopy(template, 0, target, 0, HEADER);
        final DirectBuffer buffer = route.buffer();
        target[HOPS] = (byte) hops;
        bigEndian(DEADLINE, deadlineSeconds, Integer.BYTES);
        buffer.getBytes(payload(route.startTokenOffset()), target, START_TOKEN, ADDRESS);
        bigEndian(AMOUNT_IN, route.amountInLimb1(), Long.BYTES);
        bigEndian(AMOUNT_IN + Long.BYTES, route.amountInLimb0(), Long.BYTES);
        bigEndian(MINIMUM_PROFIT, minimumProfit[1], Long.BYTES);
        bigEndian(MINIMUM_PROFIT + Long.BYTES, minimumProfit[0], Long.BYTES);
        at = HEADER;
        final int refused = funding(route, market);
        if (refused != 0) {
            return -refused;
        }
        for (int hop = 0; hop < hops; hop++) {
            if (!hop(route, hop)) {
                return -Reasons.BAD_ROUTE;
            }
        }
        return at;
    }

    private int funding(RouteFlyweight route, MarketView market) {
        final int funding = route.funding();
        if (funding <= RouteFlyweight.FUNDING_LENDING_LOAN) {
            out[FUNDING] = (byte) funding;
            return Reasons.NONE;
        }
        final boolean v2 = funding == RouteFlyweight.FUNDING_CONSTANT_PRODUCT_FLASH;
        final boolean swap = id.wrap(route.buffer(), route.lenderOffset()).isNone()
                || same(route, route.lenderOffset(), route.hopPoolOffset(0));
        if (leadsThrough(route, swap ? route.hopPoolOffset(0) : route.lenderOffset())) {
            return Reasons.BAD_ROUTE;
        }
        if (swap) {
            if (route.hopFamily(0) != (v2 ? CONSTANT_PRODUCT : CONCENTRATED)) {
                return Reasons.BAD_ROUTE;
            }
            out[FUNDING] = (byte) (v2 ? V2_SWAP : V3_SWAP);
            if (v2) {
                address(route, route.hopTokenOutOffset(0));
            }
            return Reasons.NONE;
        }
        out[FUNDING] = (byte) (v2 ? V2_LOAN : V3_LOAN);
        return loan(route, market, v2);
    }

    /** Whether a hop behind the first is in the lender's pool, which is locked while it lends. */
    private static boolean leadsThrough(RouteFlyweight route, int lender) {
        for (int hop = 1; hop < route.hopCount(); hop++) {
            if (same(route, lender, route.hopPoolOffset(hop))) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(RouteFlyweight route, int one, int other) {
        final DirectBuffer buffer = route.buffer();
        for (int i = 0; i < WORDS * Long.BYTES; i += Long.BYTES) {
            if (buffer.getLong(one + i) != buffer.getLong(other + i)) {
                return false;
            }
        }
        return true;
    }

    private int loan(RouteFlyweight route, MarketView market, boolean v2) {
        id.wrap(route.buffer(), route.lenderOffset());
        for (int i = 0; i < WORDS; i++) {
            words[i] = id.word(i);
        }
        final int pool = market.findPool(words, 0);
        if (pool < 0) {
            return Reasons.UNKNOWN_LENDER;
        }
        out[at++] = (byte) (isToken0(route, market, pool) ? 0 : 1);
        bigEndian(at, v2 ? market.feePips(pool) : 0, 3);
        at += 3;
        address(route, route.lenderOffset());
        return Reasons.NONE;
    }

    private boolean isToken0(RouteFlyweight route, MarketView market, int pool) {
        id.wrap(route.buffer(), route.startTokenOffset());
        final int token = market.token0(pool);
        return id.word(1) == market.tokenId(token, 1)
                && id.word(2) == market.tokenId(token, 2)
                && id.word(3) == market.tokenId(token, 3);
    }

    private boolean hop(RouteFlyweight route, int hop) {
        final int direction = route.hopZeroForOne(hop);
        if (route.hopFamily(hop) == CONCENTRATED) {
            out[at++] = (byte) (4 + direction);
            address(route, route.hopPoolOffset(hop));
            address(route, route.hopTokenInOffset(hop));
            return true;
        }
        if (route.hopFamily(hop) != CONSTANT_PRODUCT) {
            return false;
        }
        out[at++] = (byte) (exactOutputs ? direction : 2 + direction);
        address(route, route.hopPoolOffset(hop));
        if (!exactOutputs) {
            bigEndian(at, route.hopFeePpm(hop), 3);
            at += 3;
            return true;
        }
        final long high = route.hopAmountOutLimb1(hop);
        if (high >>> 48 != 0 || (route.hopAmountOutLimb2(hop) | route.hopAmountOutLimb3(hop)) != 0) {
            return false;
        }
        bigEndian(at, high, 6);
        bigEndian(at + 6, route.hopAmountOutLimb0(hop), Long.BYTES);
        at += 14;
        return true;
    }

    private void address(RouteFlyweight route, int instrument) {
        route.buffer().getBytes(payload(instrument), out, at, ADDRESS);
        at += ADDRESS;
    }

    private static int payload(int instrument) {
        return instrument + Long.BYTES;
    }

    private void bigEndian(int index, long value, int size) {
        for (int i = 0; i < size; i++) {
            out[index + i] = (byte) (value >>> ((size - 1 - i) * 8));
        }
    }
}
