package org.alphapulse.cli;

/**
 * One thing that the doctor looked at.
 *
 * @param level how it is
 * @param area machine, configuration or endpoints
 * @param subject what was looked at
 * @param what was found
 * @param advice what to do, empty when nothing has to be done
 */
record Finding(Level level, String area, String subject, String what, String advice) {
    /** How a thing is. */
    enum Level {
        /** As it should be. */
        OK,
        /** It works; it would be better otherwise. */
        HINT,
        /** It has to be mended. */
        MEND
    }

    String toJson() {
        return "{\"level\":\"" + level + "\",\"area\":" + quoted(area) + ",\"subject\":" + quoted(subject)
                + ",\"what\":" + quoted(what) + ",\"advice\":" + quoted(advice) + "}";
    }

    private static String quoted(String text) {
        final StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
