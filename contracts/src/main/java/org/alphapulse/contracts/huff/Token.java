package org.alphapulse.contracts.huff;

/** One word of a source and where it stands. String literals keep their quotes. */
record Token(String text, String file, int line) {
    boolean is(String other) {
        return text.equals(other);
    }
}
