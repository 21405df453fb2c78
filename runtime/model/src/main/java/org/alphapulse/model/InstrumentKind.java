package org.alphapulse.model;

/**
 * What an instrument is: the third byte of an {@link InstrumentId} and the third part of its text form.
 *
 * <p>Codes are part of the wire format and never change. A code that has no constant here is still a valid id; its
 * text form shows the number.
 */
public enum InstrumentKind {
    /** A fungible token of a chain, named by its contract address. */
    TOKEN(1, "token"),
    /** A liquidity pool, named by its contract address or by a 32-byte pool id. */
    POOL(2, "pool"),
    /** A pair traded for immediate delivery on an exchange, named by the exchange's symbol. */
    SPOT(3, "spot"),
    /** A future without expiry on an exchange, named by the exchange's symbol. */
    PERPETUAL(4, "perpetual"),
    /** A future with expiry on an exchange, named by the exchange's symbol. */
    FUTURE(5, "future"),
    /** An option on an exchange, named by the exchange's symbol. */
    OPTION(6, "option"),
    /** The coin that pays a chain's gas, named by its symbol. */
    NATIVE(7, "native"),
    /** A lending market, named by its contract address or by a 32-byte market id. */
    LENDING(8, "lending"),
    /** An index or oracle price, named by contract address or symbol. */
    INDEX(9, "index"),
    /** Flash-loan liquidity, named by the address of the contract that lends. */
    LENDER(10, "lender");

    private static final InstrumentKind[] BY_CODE = byCode();

    private final int code;
    private final String text;

    InstrumentKind(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /**
     * The code of this kind in an id.
     *
     * @return 1 to 255
     */
    public int code() {
        return code;
    }

    /**
     * The name of this kind in the text form of an id.
     *
     * @return lower case letters only
     */
    public String text() {
        return text;
    }

    /**
     * Finds the kind of a code.
     *
     * @param code any integer
     * @return the kind, or null when no kind has this code
     */
    public static InstrumentKind ofCode(final int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    private static InstrumentKind[] byCode() {
        final InstrumentKind[] table = new InstrumentKind[values().length + 1];
        for (final InstrumentKind kind : values()) {
            table[kind.code] = kind;
        }
        return table;
    }
}
