package org.alphapulse.protocol.catalogue;

/** How a field's bytes are read. All numbers are little endian; wide integers are whole 64-bit limbs, lowest first. */
public enum FieldKind {
    /** Unsigned integer, 0 to 255. */
    U8(1, "u8"),
    /** Unsigned integer, 0 to 65535. */
    U16(2, "u16"),
    /** Unsigned integer, 0 to 2^32 - 1. */
    U32(4, "u32"),
    /** Signed integer of 32 bits. */
    I32(4, "i32"),
    /** Unsigned integer of 64 bits. */
    U64(8, "u64"),
    /** Nanoseconds since 1970-01-01 UTC. */
    TIME(8, "time ns"),
    /** Exchange price or size: signed 64 bits with eight decimals. */
    FIXED8(8, "fixed 8"),
    /** Unsigned integer below 2^112 in two limbs. */
    U112(16, "u112"),
    /** Unsigned integer below 2^128 in two limbs. */
    U128(16, "u128"),
    /** Signed integer of 128 bits in two limbs, two's complement. */
    I128(16, "i128"),
    /** Unsigned integer below 2^160 in three limbs. */
    U160(24, "u160"),
    /** Unsigned integer below 2^256 in four limbs. */
    U256(32, "u256"),
    /** Signed integer of 256 bits in four limbs, two's complement. */
    I256(32, "i256"),
    /** Instrument id, 40 bytes. */
    INSTRUMENT(40, "instrument"),
    /** Instrument id, or 40 zero bytes for none. */
    OPTIONAL_INSTRUMENT(40, "instrument or none"),
    /** Account or contract address, 20 bytes in the order in which people write it. */
    ADDRESS(20, "address"),
    /** 32 bytes in the order in which people write them. */
    HASH(32, "bytes 32"),
    /** 16 bytes in the order in which people write them. */
    ID16(16, "bytes 16"),
    /** Printable ASCII, zero-padded to 32 bytes. */
    SYMBOL(32, "ascii 32"),
    /** One of the named codes; a reader treats a code that it does not know as it would an unknown type. */
    CODE(1, "code u8"),
    /** A set of named bits; unnamed bits are zero. */
    FLAGS(1, "flags u8"),
    /** Number of entries of the group that follows the fixed fields, 0 to 65535. */
    COUNT(2, "count u16"),
    /** How many entries of the group, from its first on, are of one sort: at most all of them. */
    PART(2, "part u16");

    private final int width;
    private final String text;

    FieldKind(final int width, final String text) {
        this.width = width;
        this.text = text;
    }

    /**
     * Size of a field of this kind.
     *
     * @return bytes
     */
    public int width() {
        return width;
    }

    /**
     * The name of this kind on the reference page.
     *
     * @return a short name
     */
    public String text() {
        return text;
    }

    /**
     * Whether this is an integer wider than 64 bits.
     *
     * @return true for the kinds that are made of limbs
     */
    public boolean isWide() {
        return bits() > 64;
    }

    /**
     * Whether this is a wide integer in two's complement.
     *
     * @return true for {@link #I128} and {@link #I256}
     */
    public boolean isSignedWide() {
        return this == I128 || this == I256;
    }

    /**
     * Width of the number in a wide integer; its field may be wider, and then the rest is zero.
     *
     * @return 112, 128, 160 or 256; 0 for kinds that are not wide integers
     */
    public int bits() {
        return switch (this) {
            case U112 -> 112;
            case U128, I128 -> 128;
            case U160 -> 160;
            case U256, I256 -> 256;
            default -> 0;
        };
    }

    /**
     * Whether this is an instrument id.
     *
     * @return true for {@link #INSTRUMENT} and {@link #OPTIONAL_INSTRUMENT}
     */
    public boolean isInstrument() {
        return this == INSTRUMENT || this == OPTIONAL_INSTRUMENT;
    }

    /**
     * Whether this is a string of bytes that is shown in hexadecimal.
     *
     * @return true for {@link #ADDRESS}, {@link #HASH} and {@link #ID16}
     */
    public boolean isBytes() {
        return this == ADDRESS || this == HASH || this == ID16;
    }
}
