package dev.sluice.engine;

import dev.sluice.address.Networks;

/**
 * A listener on which proxies say for whom they connect.
 *
 * @param trusted the proxies: their connections begin with a PROXY header, or are refused
 * @param others what becomes of everybody else's connections
 * @param maxBytes longest header of version 2, 232 or more
 */
public record ProxyProtocol(Networks trusted, Others others, int maxBytes) {
    /** Who connects and is no trusted proxy. Nobody's header but a trusted proxy's is ever believed. */
    public enum Others {
        /** Closed at once: whoever comes past the load balancer also comes past what it protects from. */
        REFUSE,
        /** Served as clients, whose first byte is their own; a PROXY header of theirs is a malformed request. */
        PLAIN
    }
}
