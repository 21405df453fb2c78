package org.alphapulse.model;

import java.nio.charset.StandardCharsets;

/**
 * The name of anything that has a price, in 40 bytes that can be turned back into what they were made of.
 *
 * <pre>
 *   0               1               2               3               4
 *   0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7
 *  +-------------------------------+---------------+---------------+
 *  |          venue u16            |    kind u8    |   flags u8    |  0
 *  +-------------------------------+---------------+---------------+
 *  |                          chain id u32                         |  4
 *  +---------------------------------------------------------------+
 *  |                                                               |  8
 *  |         payload, 32 bytes: an address in the first 20,        |
 *  |       a 32-byte id, or an ASCII symbol; the rest is zero      |
 *  |                                                               |
 *  +---------------------------------------------------------------+ 40
 * </pre>
 *
 * <p>Numbers are little endian, the payload is in the order in which people write it. The two lowest flag bits tell
 * the form of the payload ({@link #FORM_ADDRESS}, {@link #FORM_ID32}, {@link #FORM_SYMBOL}); without them an address
 * and a 32-byte id that ends in zeros would be the same bytes. The other flag bits are zero. Forty zero bytes are no
 * instrument.
 *
 * <p>This is the value form, for configuration, maps and tests. It is immutable, and it cannot be made from bytes that
 * are not valid. Code that must not allocate reads the same bytes in place as five words.
 *
 * @param word0 bytes 0 to 7, little endian: venue, kind, flags, chain id
 * @param word1 bytes 8 to 15, little endian
 * @param word2 bytes 16 to 23, little endian
 * @param word3 bytes 24 to 31, little endian
 * @param word4 bytes 32 to 39, little endian
 */
public record InstrumentId(long word0, long word1, long word2, long word3, long word4) {
    /** Size of an id in bytes. */
    public static final int LENGTH = 40;

    /** Size of an id's payload in bytes. */
    public static final int PAYLOAD_LENGTH = 32;

    /** Size of an address in bytes. */
    public static final int ADDRESS_LENGTH = 20;

    /** The payload is a 20-byte address. */
    public static final int FORM_ADDRESS = 1;

    /** The payload is a 32-byte identifier. */
    public static final int FORM_ID32 = 2;

    /** The payload is a symbol of 1 to 32 printable ASCII characters without spaces. */
    public static final int FORM_SYMBOL = 3;

    /** Checks that the words are a valid id; see {@link #isValid}. */
    public InstrumentId {
        if (!isValid(word0, word1, word2, word3, word4)) {
            throw new IllegalArgumentException(String.format(
                    "not an instrument id: %016x %016x %016x %016x %016x", word0, word1, word2, word3, word4));
        }
    }

    /**
     * Makes the id of something with an address.
     *
     * @param venue   code of the venue, 1 to 65535
     * @param kind    what it is
     * @param chainId 0 to 2^32 - 1
     * @param address 20 bytes
     * @return the id
     * @throws IllegalArgumentException when an argument is out of its range
     */
    public static InstrumentId ofAddress(
            final int venue, final InstrumentKind kind, final long chainId, final byte[] address) {
        requireLength(address, ADDRESS_LENGTH);
        return of(venue, kind, FORM_ADDRESS, chainId, address);
    }

    /**
     * Makes the id of something with a 32-byte identifier.
     *
     * @param venue   code of the venue, 1 to 65535
     * @param kind    what it is
     * @param chainId 0 to 2^32 - 1
     * @param id      32 bytes
     * @return the id
     * @throws IllegalArgumentException when an argument is out of its range
     */
    public static InstrumentId ofId32(final int venue, final InstrumentKind kind, final long chainId, final byte[] id) {
        requireLength(id, PAYLOAD_LENGTH);
        return of(venue, kind, FORM_ID32, chainId, id);
    }

    /**
     * Makes the id of something with a symbol.
     *
     * @param venue   code of the venue, 1 to 65535
     * @param kind    what it is
     * @param chainId 0 to 2^32 - 1; 0 for an exchange
     * @param symbol  1 to 32 printable ASCII characters without spaces
     * @return the id
     * @throws IllegalArgumentException when an argument is out of its range
     */
    public static InstrumentId ofSymbol(
            final int venue, final InstrumentKind kind, final long chainId, final String symbol) {
        final byte[] ascii = symbol.getBytes(StandardCharsets.UTF_8);
        if (ascii.length < 1 || ascii.length > PAYLOAD_LENGTH || !isPrintable(ascii)) {
            throw new IllegalArgumentException(
                    "symbol '" + symbol + "': allowed are 1 to 32 printable ASCII characters without spaces");
        }
        return of(venue, kind, FORM_SYMBOL, chainId, ascii);
    }

    /**
     * Reads an id from 40 bytes.
     *
     * @param bytes  holds the id
     * @param offset of its first byte
     * @return the id
     * @throws IllegalArgumentException when the bytes are not a valid id
     */
    public static InstrumentId fromBytes(final byte[] bytes, final int offset) {
        return new InstrumentId(
                Words.get(bytes, offset),
                Words.get(bytes, offset + 8),
                Words.get(bytes, offset + 16),
                Words.get(bytes, offset + 24),
                Words.get(bytes, offset + 32));
    }

    /**
     * Reads the text form {@code venue:chain:kind:payload} with the standard venue names.
     *
     * @param text for example {@code uniswap-v3:1:pool:0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640}
     * @return the id
     * @throws IllegalArgumentException when the text is not of that form
     */
    public static InstrumentId parse(final String text) {
        return parse(text, Venues.standard());
    }

    /**
     * Reads the text form {@code venue:chain:kind:payload}.
     *
     * @param text   see {@link InstrumentText}
     * @param venues the names of venues
     * @return the id
     * @throws IllegalArgumentException when the text is not of that form
     */
    public static InstrumentId parse(final String text, final Venues venues) {
        final byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        final long[] words = new long[LENGTH / Long.BYTES];
        final int error = InstrumentText.parse(ascii, 0, ascii.length, venues, words, 0);
        if (error < 0) {
            throw new IllegalArgumentException("instrument '" + text + "': expected venue:chain:kind:payload, wrong at "
                    + InstrumentText.errorPosition(error));
        }
        return new InstrumentId(words[0], words[1], words[2], words[3], words[4]);
    }

    /**
     * Whether five words are a valid id: venue and kind not zero, a known payload form, no other flag, and a payload
     * that is what its form says with nothing but zeros behind it. Does not allocate.
     *
     * @param word0 bytes 0 to 7, little endian
     * @param word1 bytes 8 to 15, little endian
     * @param word2 bytes 16 to 23, little endian
     * @param word3 bytes 24 to 31, little endian
     * @param word4 bytes 32 to 39, little endian
     * @return true when an {@code InstrumentId} can be made of them
     */
    public static boolean isValid(
            final long word0, final long word1, final long word2, final long word3, final long word4) {
        if ((word0 & 0xFFFF) == 0 || (word0 & 0xFF0000) == 0) {
            return false;
        }
        switch ((int) (word0 >>> 24) & 0xFF) {
            case FORM_ADDRESS:
                return word3 >>> 32 == 0 && word4 == 0;
            case FORM_ID32:
                return true;
            case FORM_SYMBOL:
                return word1 != 0 && Words.isSymbol(word1, word2, word3, word4);
            default:
                return false;
        }
    }

    /**
     * The code of the venue.
     *
     * @return 1 to 65535
     */
    public int venue() {
        return (int) word0 & 0xFFFF;
    }

    /**
     * The code of the kind.
     *
     * @return 1 to 255; see {@link InstrumentKind#ofCode}
     */
    public int kind() {
        return (int) (word0 >>> 16) & 0xFF;
    }

    /**
     * The form of the payload.
     *
     * @return {@link #FORM_ADDRESS}, {@link #FORM_ID32} or {@link #FORM_SYMBOL}
     */
    public int form() {
        return (int) (word0 >>> 24) & 0xFF;
    }

    /**
     * The chain.
     *
     * @return 0 to 2^32 - 1; 0 where there is no chain
     */
    public long chainId() {
        return word0 >>> 32;
    }

    /**
     * What the id was made of.
     *
     * @return a copy: 20 bytes of an address, 32 of an identifier, or a symbol's characters
     */
    public byte[] payload() {
        final byte[] bytes = new byte[LENGTH];
        toBytes(bytes, 0);
        int length = form() == FORM_ADDRESS ? ADDRESS_LENGTH : PAYLOAD_LENGTH;
        while (form() == FORM_SYMBOL && bytes[Long.BYTES + length - 1] == 0) {
            length--;
        }
        final byte[] payload = new byte[length];
        System.arraycopy(bytes, Long.BYTES, payload, 0, length);
        return payload;
    }

    /**
     * Writes the 40 bytes.
     *
     * @param bytes  to write to
     * @param offset of the first byte written
     */
    public void toBytes(final byte[] bytes, final int offset) {
        Words.put(bytes, offset, word0);
        Words.put(bytes, offset + 8, word1);
        Words.put(bytes, offset + 16, word2);
        Words.put(bytes, offset + 24, word3);
        Words.put(bytes, offset + 32, word4);
    }

    /**
     * The text form with given venue names.
     *
     * @param venues the names of venues
     * @return {@code venue:chain:kind:payload}, which {@link #parse(String, Venues)} turns into an equal id
     */
    public String text(final Venues venues) {
        final byte[] text = new byte[InstrumentText.MAX_LENGTH];
        final int length = InstrumentText.format(word0, word1, word2, word3, word4, venues, text, 0);
        return new String(text, 0, length, StandardCharsets.ISO_8859_1);
    }

    /**
     * The text form with the standard venue names.
     *
     * @return {@code venue:chain:kind:payload}
     */
    @Override
    public String toString() {
        return text(Venues.standard());
    }

    private static InstrumentId of(
            final int venue, final InstrumentKind kind, final int form, final long chainId, final byte[] payload) {
        if (venue < 1 || venue > 0xFFFF) {
            throw new IllegalArgumentException("venue " + venue + ": allowed are 1 to 65535");
        }
        if (chainId >>> 32 != 0) {
            throw new IllegalArgumentException("chain id " + chainId + ": allowed are 0 to 4294967295");
        }
        final byte[] bytes = new byte[LENGTH];
        Words.put(bytes, 0, venue | (long) kind.code() << 16 | (long) form << 24 | chainId << 32);
        System.arraycopy(payload, 0, bytes, Long.BYTES, payload.length);
        return fromBytes(bytes, 0);
    }

    private static boolean isPrintable(final byte[] ascii) {
        for (final byte character : ascii) {
            if (character <= ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private static void requireLength(final byte[] bytes, final int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException("payload of " + bytes.length + " bytes: expected " + length);
        }
    }
}
