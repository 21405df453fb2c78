package org.alphapulse.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of instrument kinds as bytes. */
final class KindNames {
    private static final byte[] NO_NAME = {};
    private static final byte[][] BY_CODE = byCode();

    private KindNames() {}

    static byte[] ascii(final int code) {
        return code < BY_CODE.length ? BY_CODE[code] : NO_NAME;
    }

    /** The code of the name between start and end, or 0. */
    static int code(final byte[] text, final int start, final int end) {
        for (int code = 1; code < BY_CODE.length; code++) {
            if (Arrays.equals(BY_CODE[code], 0, BY_CODE[code].length, text, start, end)) {
                return code;
            }
        }
        return 0;
    }

    private static byte[][] byCode() {
        final byte[][] names = new byte[InstrumentKind.values().length + 1][];
        names[0] = NO_NAME;
        for (final InstrumentKind kind : InstrumentKind.values()) {
            names[kind.code()] = kind.text().getBytes(StandardCharsets.ISO_8859_1);
        }
        return names;
    }
}
