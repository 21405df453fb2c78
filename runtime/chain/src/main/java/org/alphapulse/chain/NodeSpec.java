package org.alphapulse.chain;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one node is reached.
 *
 * @param streamUrl {@code ws://}, {@code wss://} or the absolute path of a Unix socket; empty if the node has no such way in
 * @param rpcUrl the same, or {@code http://}, {@code https://}
 */
public record NodeSpec(String streamUrl, String rpcUrl) {
    /**
     * Reads a list of nodes.
     *
     * @param text nodes separated by commas; the addresses of one and the same node separated by {@code |}
     * @return at least one node
     * @throws IllegalArgumentException that names what is wrong
     */
    public static List<NodeSpec> parse(String text) {
        final List<NodeSpec> nodes = new ArrayList<>();
        for (final String node : text.split(",")) {
            if (!node.isBlank()) {
                nodes.add(one(node.trim()));
            }
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("no endpoint is given");
        }
        return nodes;
    }

    private static NodeSpec one(String text) {
        String stream = "";
        String rpc = "";
        for (final String part : text.split("\\|")) {
            final String url = part.trim();
            if (url.startsWith("ws://") || url.startsWith("wss://") || url.startsWith("/")) {
                stream = stream.isEmpty() ? url : stream;
            } else if (!url.startsWith("http://") && !url.startsWith("https://")) {
                throw new IllegalArgumentException("endpoint " + name(url)
                        + " is not allowed; allowed are ws://, wss://, http://, https:// and the path of a socket");
            }
            if (!url.startsWith("/")) {
                check(url);
            }
            // A Unix socket is the quickest way to ask, HTTP the next.
            if (rpc.isEmpty() || url.startsWith("/") || (rpc.startsWith("ws") && url.startsWith("http"))) {
                rpc = url;
            }
        }
        return new NodeSpec(stream, rpc);
    }

    /** What it says of a wrong address is without the address, which may hold a key. */
    private static void check(String url) {
        try {
            if (new URI(url).getHost() == null) {
                throw new IllegalArgumentException("endpoint " + name(url) + " is not allowed: it names no host");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint " + name(url) + " is not allowed: " + e.getReason()
                    + " at its character " + (e.getIndex() + 1));
        }
    }

    /**
     * The node's name for people, without what may be a key in its address.
     *
     * @return scheme, host and port, or a path
     */
    public String name() {
        return name(streamUrl.isEmpty() ? rpcUrl : streamUrl);
    }

    private static String name(String url) {
        if (url.startsWith("/")) {
            return url;
        }
        final int scheme = url.indexOf("://");
        final int host = scheme < 0 ? 0 : scheme + 3;
        final String rest = url.substring(host).replaceFirst("(?s)[/?#].*", "");
        return url.substring(0, host) + rest.substring(rest.lastIndexOf('@') + 1);
    }
}
