package org.alphapulse.chain;

import java.util.List;

/**
 * A call of a method of a node.
 *
 * @param method such as {@code eth_call}
 * @param parameters texts, numbers, booleans, and lists and maps of these
 */
public record RpcRequest(String method, List<?> parameters) {
    /**
     * A call with these parameters.
     *
     * @param method such as {@code eth_call}
     * @param parameters as the record says
     * @return the request
     */
    public static RpcRequest of(String method, Object... parameters) {
        return new RpcRequest(method, List.of(parameters));
    }

    /**
     * The request as JSON.
     *
     * @param id that the answer will have
     * @return an object
     */
    public String json(long id) {
        final StringBuilder out = new StringBuilder(160);
        write(out, id);
        return out.toString();
    }

    void write(StringBuilder out, long id) {
        out.append("{\"jsonrpc\":\"2.0\",\"id\":").append(id).append(",\"method\":");
        JsonText.write(out, method);
        out.append(",\"params\":");
        JsonText.write(out, parameters);
        out.append('}');
    }
}
