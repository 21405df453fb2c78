package org.alphapulse.engine.slot;

import java.util.Locale;

/** What a full slot does with one message more. Each case is counted and reported. */
public enum OverflowPolicy {
    /** The oldest waiting message goes. */
    DROP_OLDEST,
    /** The new message goes. */
    DROP_NEWEST,
    /** The new message goes and all trading halts. */
    HALT;

    /** Parses the configured word. */
    public static OverflowPolicy parse(String word) {
        for (final OverflowPolicy policy : values()) {
            if (policy.name().replace('_', '-').equals(word.toUpperCase(Locale.ROOT))) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "overflow=" + word + " is not allowed; allowed is one of drop-oldest, drop-newest, halt");
    }
}
