package dev.sluice.resource;

import dev.sluice.key.ResourceKey;

/** One unit of delivery: what can be sent, acknowledged or refused by itself. */
public sealed interface Resource
        permits Listener, Route, Upstream, EndpointSet, Certificate, TlsHost, TrustBundle, Credential, TicketKeys {
    ResourceKey key();
}
