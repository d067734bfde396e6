package dev.sluice.sync;

import java.util.Arrays;
import java.util.List;

/**
 * Where a control plane listens for data planes.
 *
 * @param host a name or an IP address (IPv6 without brackets)
 * @param port 1 to 65535
 */
public record ControlPlaneAddress(String host, int port) {
    /** What {@link #parse} understands, for error messages. */
    public static final String FORM = "HOST:PORT[,HOST:PORT]... with ports from 1 to 65535";

    public ControlPlaneAddress {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("control plane '" + host + ":" + port + "': expected " + FORM);
        }
    }

    /**
     * Reads {@code HOST:PORT[,HOST:PORT]...}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException naming the part that is not of this form
     */
    public static List<ControlPlaneAddress> parse(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(ControlPlaneAddress::one)
                .toList();
    }

    private static ControlPlaneAddress one(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw wrong(text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new ControlPlaneAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("control plane '" + text + "': expected " + FORM);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
