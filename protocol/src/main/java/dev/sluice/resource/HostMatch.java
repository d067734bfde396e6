package dev.sluice.resource;

import dev.sluice.key.HostName;

/** For which hosts a listener or a route is. Ingress wildcards are one label, Gateway API's are a suffix. */
public sealed interface HostMatch {
    HostMatch ANY = new Any();

    /** Every host, also a missing one and an IP address. */
    record Any() implements HostMatch {}

    /** This host only. */
    record Exact(HostName name) implements HostMatch {}

    /** {@code *.parent} with exactly one label before the parent (Ingress v1: {@code IngressRule.host}). */
    record OneLabel(HostName parent) implements HostMatch {}

    /** {@code *.parent} with one or more labels before the parent (Gateway API: {@code Hostname}). */
    record Suffix(HostName parent) implements HostMatch {}
}
