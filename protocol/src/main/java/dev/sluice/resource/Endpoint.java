package dev.sluice.resource;

import java.util.Comparator;

/**
 * One address that can take requests.
 *
 * @param port 1 to 65535
 * @param zone where it runs, empty if unknown
 * @param state whether it is a first choice
 */
public record Endpoint(IpAddress address, int port, String zone, State state) implements Comparable<Endpoint> {
    /** Whether an endpoint is a first choice. */
    public enum State {
        /** Ready (a missing condition counts as ready). */
        READY,
        /** Terminating but still serving: sent only when no endpoint of the set is ready (KEP-1672). */
        TERMINATING
    }

    private static final Comparator<Endpoint> ORDER = Comparator.comparing(Endpoint::address)
            .thenComparingInt(Endpoint::port)
            .thenComparing(Endpoint::zone)
            .thenComparing(Endpoint::state);

    public Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("endpoint port " + port + ": expected 1 to 65535");
        }
    }

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }

    /** As {@code 10.0.0.1:8080} or {@code [2001:db8::1]:8080}. */
    public String authority() {
        return address.ipv6() ? "[" + address.text() + "]:" + port : address.text() + ":" + port;
    }
}
