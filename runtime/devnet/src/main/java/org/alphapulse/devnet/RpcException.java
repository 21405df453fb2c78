package org.alphapulse.devnet;

/** The node refused a call, or cannot be reached. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The data of a reverted call, such as an encoded custom error. */
    private final String revertData;

    RpcException(String message, String revertData, Throwable cause) {
        super(message, cause);
        this.revertData = revertData;
    }

    /**
     * The data of a reverted call.
     *
     * @return hexadecimal with {@code 0x}, or empty if the call was not reverted with data
     */
    public String revertData() {
        return revertData;
    }
}
