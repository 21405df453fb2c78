package org.alphapulse.protocol;

/**
 * What can be wrong with a message. Methods that read or write messages return one of these negative codes instead of
 * throwing; the position in the message is asked of the object that returned the code.
 */
public final class MessageErrors {
    /** Nothing is wrong. */
    public static final int OK = 0;

    /** Fewer bytes than a header has. */
    public static final int TRUNCATED_HEADER = -1;

    /** The first four bytes are not the magic number. */
    public static final int BAD_MAGIC = -2;

    /** A version that this code does not read. */
    public static final int BAD_VERSION = -3;

    /** A relay domain that does not exist. */
    public static final int BAD_DOMAIN = -4;

    /** A source kind outside 1 to 99. */
    public static final int BAD_SOURCE_KIND = -5;

    /** The payload is compressed or encrypted and has to be opened first. */
    public static final int UNSUPPORTED_ENCODING = -6;

    /** The payload size makes the message longer than 64 KiB. */
    public static final int MESSAGE_TOO_LONG = -7;

    /** Fewer bytes than the payload size says. */
    public static final int TRUNCATED_PAYLOAD = -8;

    /** The checksum does not match. */
    public static final int BAD_CHECKSUM = -9;

    /** The payload ends inside the type and length of a TLV. */
    public static final int TRUNCATED_TLV = -10;

    /** A TLV's length reaches past the end of the payload. */
    public static final int LENGTH_PAST_PAYLOAD = -11;

    /** A TLV of type 0, or of type 255 inside the extended form. */
    public static final int BAD_TYPE = -12;

    /** The second byte of an extended TLV is not zero. */
    public static final int BAD_EXTENDED_FORM = -13;

    /** A type that a message holds only once came twice. */
    public static final int DUPLICATE_TYPE = -14;

    /** A value is shorter than the fixed fields of its type. */
    public static final int VALUE_TOO_SHORT = -15;

    /** The number of entries of a group does not fit the length of the value. */
    public static final int BAD_GROUP_COUNT = -16;

    /** A number is wider than its type allows. */
    public static final int NUMBER_OUT_OF_RANGE = -17;

    /** Forty bytes that should be an instrument id are none. */
    public static final int BAD_INSTRUMENT = -18;

    /** A symbol has characters that are not printable, or something behind its end. */
    public static final int BAD_SYMBOL = -19;

    /** The buffer has no room for what is to be written. */
    public static final int BUFFER_TOO_SMALL = -20;

    /** A value longer than a message can hold, or of negative length. */
    public static final int BAD_VALUE_LENGTH = -21;

    private static final String[] NAMES = {
        "OK",
        "TRUNCATED_HEADER",
        "BAD_MAGIC",
        "BAD_VERSION",
        "BAD_DOMAIN",
        "BAD_SOURCE_KIND",
        "UNSUPPORTED_ENCODING",
        "MESSAGE_TOO_LONG",
        "TRUNCATED_PAYLOAD",
        "BAD_CHECKSUM",
        "TRUNCATED_TLV",
        "LENGTH_PAST_PAYLOAD",
        "BAD_TYPE",
        "BAD_EXTENDED_FORM",
        "DUPLICATE_TYPE",
        "VALUE_TOO_SHORT",
        "BAD_GROUP_COUNT",
        "NUMBER_OUT_OF_RANGE",
        "BAD_INSTRUMENT",
        "BAD_SYMBOL",
        "BUFFER_TOO_SMALL",
        "BAD_VALUE_LENGTH",
    };

    private static final String[] REASONS = {
        "nothing is wrong",
        "fewer bytes than the header of 32",
        "the first four bytes are not DEADBEEF",
        "this version of the protocol is not known",
        "there is no such relay domain",
        "source kinds are 1 to 99",
        "the payload is compressed or encrypted",
        "a message has at most 65536 bytes",
        "fewer bytes than the payload size says",
        "the CRC32C does not match",
        "the payload ends inside a type and length",
        "the length reaches past the payload",
        "types are 1 to 254",
        "the second byte of the extended form is not zero",
        "this type may occur only once",
        "the value is shorter than the fields of its type",
        "the number of entries does not fit the length",
        "the number is wider than its type",
        "not an instrument id",
        "not printable ASCII padded with zeros",
        "no room in the buffer",
        "values have 0 to 65499 bytes",
    };

    private MessageErrors() {}

    /**
     * The name of a code.
     *
     * @param code one of the constants
     * @return the name of the constant, or the number itself for any other integer
     */
    public static String name(final int code) {
        return isCode(code) ? NAMES[-code] : Integer.toString(code);
    }

    /**
     * What a code means.
     *
     * @param code one of the constants
     * @return one phrase for people
     */
    public static String reason(final int code) {
        return isCode(code) ? REASONS[-code] : "unknown code";
    }

    /**
     * Whether an integer is one of the codes.
     *
     * @param code any integer
     * @return true for {@link #OK} and for each of the errors
     */
    public static boolean isCode(final int code) {
        return code <= 0 && code > -NAMES.length;
    }

    /**
     * One line about an error.
     *
     * @param code     one of the constants
     * @param position in the message, from its first byte
     * @return name, reason and position
     */
    public static String describe(final int code, final int position) {
        return name(code) + " at byte " + position + ": " + reason(code);
    }
}
