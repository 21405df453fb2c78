package org.alphapulse.chain;

/** A node answered a call with an error, such as a revert. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 1_000;

    private final long code;
    private final String data;

    /**
     * Makes one.
     *
     * @param method that was called
     * @param code the node's error code
     * @param message the node's words, of which the first {@value #SHOWN} characters are kept
     * @param data revert data in hexadecimal, or empty
     */
    public RpcException(String method, long code, String message, String data) {
        super(method + ": " + Hex.beginning(message, SHOWN) + " (" + code + ")");
        this.code = code;
        this.data = data;
    }

    /**
     * The node's error code.
     *
     * @return such as -32000, or 3 for a revert
     */
    public long code() {
        return code;
    }

    /**
     * What the contract said.
     *
     * @return revert data in hexadecimal, or empty
     */
    public String data() {
        return data;
    }
}
