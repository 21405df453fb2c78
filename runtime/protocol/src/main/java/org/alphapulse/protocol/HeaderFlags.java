package org.alphapulse.protocol;

/** The bits of the header's flags. */
public final class HeaderFlags {
    /** No flag. */
    public static final int NONE = 0;

    /** The payload is compressed. */
    public static final int COMPRESSED = 0x01;

    /** The payload is encrypted. */
    public static final int ENCRYPTED = 0x02;

    /** The message should overtake others where there is a choice. */
    public static final int HIGH_PRIORITY = 0x04;

    /** The source waits for an answer. */
    public static final int REQUIRES_ACK = 0x08;

    /** The message carries a trace context. */
    public static final int TRACED = 0x10;

    /** The message was sent before: recovery or replay. */
    public static final int REPLAYED = 0x20;

    private HeaderFlags() {}
}
