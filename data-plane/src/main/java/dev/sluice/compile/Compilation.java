package dev.sluice.compile;

import dev.sluice.compile.Routing.Placed;
import dev.sluice.identity.InvalidCredentials;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.CompiledTarget;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Credential;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Listener;
import dev.sluice.resource.Resource;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TrustBundle;
import dev.sluice.resource.Upstream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/** One change on its way from a compiled state to the next. Used once. */
final class Compilation {
    private final RoutingEdit routing;
    private final DestinationsEdit destinations;
    private final StreamsEdit streams;
    private final HandshakesEdit handshakes;
    private PMap<ResourceKey, Refused> refused;

    Compilation(Compiled previous, EndpointRegistry registry) {
        this.routing = new RoutingEdit(previous.routing());
        this.handshakes = new HandshakesEdit(previous.handshakes());
        this.streams = new StreamsEdit(previous.streams());
        this.destinations = new DestinationsEdit(previous.destinations(), registry, handshakes);
        this.refused = previous.refused();
    }

    Compiled done() {
        return new Compiled(
                routing.done(),
                destinations.done(),
                handshakes.done(),
                streams.done(),
                refused,
                destinations.endpointChange());
    }

    void put(Upsert upsert) {
        switch (upsert) {
            case Upsert.Decoded(Resource resource) -> {
                handshakes.awaitNoMore(resource.key());
                put(resource);
            }
            case Upsert.Undecodable(ResourceKey key, String reason, Optional<HttpRoute> matching) -> {
                handshakes.awaitNoMore(key);
                matching.ifPresentOrElse(route -> refuse(route, reason), () -> refuse(key, reason));
            }
            case Upsert.Withheld(ResourceKey key) -> handshakes.await(key);
        }
    }

    private void put(Resource resource) {
        switch (resource) {
            case EndpointSet set -> accept(set);
            case Upstream upstream -> accept(upstream);
            case Listener listener -> accept(listener);
            case HttpRoute route -> accept(route);
            case StreamRoute route -> accept(route);
            case Certificate certificate -> accept(certificate);
            case TlsHost host -> accept(host);
            case TrustBundle bundle -> accept(bundle);
            case TicketKeys keys -> accept(keys);
            case Credential credential -> accepted(credential.key()); // nothing that is served names them
        }
    }

    private void accepted(ResourceKey key) {
        refused = refused.minus(key);
    }

    private void refuse(ResourceKey key, String reason) {
        refused = refused.plus(key, new Refused(reason, inForce(key)));
    }

    private boolean inForce(ResourceKey key) {
        return switch (key) {
            case RouteKey route -> real(routing.rule(route)) || streams.real(route);
            case ListenerKey listener -> routing.listener(listener) != null || streams.listener(listener) != null;
            case UpstreamKey upstream -> destinations.upstream(upstream) != null;
            case EndpointSetKey set -> destinations.set(set) != null;
            case CertificateKey certificate -> handshakes.certificate(certificate) != null;
            case TlsHostKey host -> handshakes.host(host) != null;
            case TrustBundleKey bundle -> handshakes.bundle(bundle) != null;
            case CredentialKey credential -> false;
            case TicketKeysKey keys -> handshakes.has(keys);
            case UnknownKey unknown -> false;
        };
    }

    private static boolean real(@Nullable Placed placed) {
        return placed != null && !placed.standIn();
    }

    private void accept(EndpointSet set) {
        accepted(set.key());
        if (!set.equals(destinations.set(set.key()))) {
            destinations.put(set);
        }
    }

    private void accept(Upstream upstream) {
        accepted(upstream.key());
        if (!upstream.equals(destinations.upstream(upstream.key()))) {
            destinations.put(upstream);
        }
    }

    private void accept(Listener listener) {
        String unsupported = Unsupported.in(listener);
        if (unsupported != null) {
            refuse(listener.key(), unsupported);
            return;
        }
        accepted(listener.key());
        if (listener.protocol() == Listener.Protocol.TLS) {
            routing.remove(listener.key());
            streams.put(listener);
        } else {
            streams.remove(listener.key());
            routing.put(listener);
        }
    }

    private void accept(Certificate certificate) {
        Material.Shown there = handshakes.certificate(certificate.key());
        try {
            if (there == null || !there.resource().equals(certificate)) {
                put(certificate.key(), MaterialCompiler.shown(certificate));
            }
            accepted(certificate.key());
        } catch (InvalidCredentials e) {
            refuse(certificate.key(), String.valueOf(e.getMessage()));
        }
    }

    private void put(CertificateKey key, Material.@Nullable Shown certificate) {
        handshakes.put(key, certificate);
        destinations.materialChanged(key);
    }

    private void put(TrustBundleKey key, Material.@Nullable Trusted bundle) {
        handshakes.put(key, bundle);
        destinations.materialChanged(key);
    }

    private void accept(TrustBundle bundle) {
        Material.Trusted there = handshakes.bundle(bundle.key());
        try {
            if (there == null || !there.resource().equals(bundle)) {
                put(bundle.key(), MaterialCompiler.trusted(bundle));
            }
            accepted(bundle.key());
        } catch (InvalidCredentials e) {
            refuse(bundle.key(), String.valueOf(e.getMessage()));
        }
    }

    private void accept(TlsHost host) {
        accepted(host.key());
        if (!host.equals(handshakes.host(host.key()))) {
            handshakes.put(host);
        }
    }

    private void accept(TicketKeys keys) {
        accepted(keys.key());
        handshakes.put(keys.key(), keys);
    }

    private void accept(StreamRoute route) {
        String unsupported = Unsupported.in(route);
        if (unsupported != null) {
            refuse(route.key(), unsupported);
            if (!streams.real(route.key())) {
                streams.put(RouteCompiler.standIn(route), true);
            }
            return;
        }
        accepted(route.key());
        CompiledStream there = streams.rule(route.key());
        if (there == null || !streams.real(route.key()) || !there.route().equals(route)) {
            CompiledStream rule = RouteCompiler.compile(route, destinations::use);
            removeRule(route.key());
            streams.put(rule, false);
        }
    }

    private void removeRule(RouteKey key) {
        release(routing.rule(key));
        routing.remove(key);
        CompiledStream stream = streams.rule(key);
        if (stream != null) {
            release(stream.action());
            streams.remove(key);
        }
    }

    private void accept(HttpRoute route) {
        String unsupported = Unsupported.in(route);
        if (unsupported != null) {
            refuse(route, unsupported);
            return;
        }
        accepted(route.key());
        Placed there = routing.rule(route.key());
        if (there == null || there.standIn() || !there.rule().route().equals(route)) {
            CompiledRoute rule = RouteCompiler.compile(route, destinations::use);
            removeRule(route.key());
            routing.put(rule, false);
        }
    }

    private void refuse(HttpRoute route, String reason) {
        refuse(route.key(), reason);
        if (!real(routing.rule(route.key()))) {
            CompiledRoute standIn = RouteCompiler.standIn(route);
            routing.remove(route.key());
            if (standIn != null) {
                routing.put(standIn, true);
            }
        }
    }

    void remove(ResourceKey key) {
        accepted(key);
        handshakes.awaitNoMore(key);
        switch (key) {
            case RouteKey route -> removeRule(route);
            case ListenerKey listener -> {
                routing.remove(listener);
                streams.remove(listener);
            }
            case UpstreamKey upstream -> destinations.remove(upstream);
            case EndpointSetKey set -> destinations.remove(set);
            case CertificateKey certificate -> put(certificate, null);
            case TlsHostKey host -> handshakes.remove(host);
            case TrustBundleKey bundle -> put(bundle, null);
            case CredentialKey credential -> {}
            case TicketKeysKey keys -> handshakes.put(keys, null);
            case UnknownKey unknown -> {}
        }
    }

    /** Ends the uses of upstreams that a rule had. */
    private void release(@Nullable Placed placed) {
        if (placed != null) {
            release(placed.rule().action());
        }
    }

    private void release(CompiledAction action) {
        if (action instanceof CompiledAction.Forward forward) {
            for (int i = 0; i < forward.size(); i++) {
                if (forward.at(i) instanceof CompiledTarget.ToUpstream to) {
                    destinations.release(to.upstream());
                }
            }
        }
    }

    void resolve(UpstreamKey key, List<IpAddress> addresses) {
        destinations.resolve(key, addresses);
    }
}
