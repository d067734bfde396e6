package dev.sluice.key;

/**
 * The kinds of resource, in the order in which one transaction applies them: what a kind refers to comes before it, so
 * that removals, applied in reverse, come last.
 */
public enum ResourceKind {
    TICKET_KEYS,
    CREDENTIAL,
    TRUST_BUNDLE,
    CERTIFICATE,
    TLS_HOST,
    ENDPOINT_SET,
    UPSTREAM,
    LISTENER,
    ROUTE,
    /** Of a later version of the protocol: carried and counted, and refused by whoever would have to understand it. */
    UNKNOWN
}
