package org.alphapulse.protocol.generator;

import java.util.Locale;

/** Spellings of one name. */
final class Names {
    private Names() {}

    static String constant(final String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }

    static String capital(final String camelCase) {
        return Character.toUpperCase(camelCase.charAt(0)) + camelCase.substring(1);
    }
}
