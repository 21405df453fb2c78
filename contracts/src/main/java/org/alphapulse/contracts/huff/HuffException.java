package org.alphapulse.contracts.huff;

/** A source that cannot be assembled; the message names the file, the line and the reason. */
public final class HuffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HuffException(Token at, String reason) {
        super(at.file() + ":" + at.line() + ": " + reason);
    }
}
