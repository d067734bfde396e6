package dev.sluice.compile;

import dev.sluice.balance.Balancer;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.balance.RoundRobin;
import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Upstream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An upstream with its endpoints found. Immutable, but for what requests change in endpoints and balancer. */
public final class CompiledUpstream {
    private static final EndpointRuntime[] NO_ENDPOINTS = {};
    /** Chooses from no endpoints; remembers nothing, so that it can be shared. */
    private static final Balancer NOBODY = new RoundRobin(1);

    private final UpstreamKey key;
    private final @Nullable Upstream upstream;
    private final EndpointRuntime[] endpoints;
    private final Balancer balancer;
    private final Upstream.Limits limits;
    private final @Nullable Reason unavailable;

    /** @param missing why no endpoint can be spoken to, or null */
    CompiledUpstream(Upstream upstream, EndpointRuntime[] endpoints, Balancer balancer, @Nullable Reason missing) {
        this.key = upstream.key();
        this.upstream = upstream;
        this.endpoints = endpoints;
        this.balancer = balancer;
        this.limits = upstream.limits();
        this.unavailable = missing == null && endpoints.length == 0 ? Reason.NO_ENDPOINT : missing;
    }

    private CompiledUpstream(UpstreamKey key) {
        this.key = key;
        this.upstream = null;
        this.endpoints = NO_ENDPOINTS;
        this.balancer = NOBODY;
        this.limits = Upstream.Limits.DEFAULT;
        this.unavailable = Reason.ROUTE_REFUSED;
    }

    /** Stands for an upstream that was refused or never came: the shares that name it are answered 503. */
    static CompiledUpstream missing(UpstreamKey key) {
        return new CompiledUpstream(key);
    }

    public UpstreamKey key() {
        return key;
    }

    /** As it was sent, for explanations; null if it was refused or never came. */
    public @Nullable Upstream upstream() {
        return upstream;
    }

    /** To choose from with {@link #balancer}; not to be written. */
    public EndpointRuntime[] endpoints() {
        return endpoints;
    }

    public Balancer balancer() {
        return balancer;
    }

    public Upstream.Limits limits() {
        return limits;
    }

    /** Why no request can go there at all: NO_ENDPOINT, UPSTREAM_TLS_MISSING, ROUTE_REFUSED, or null. */
    public @Nullable Reason unavailable() {
        return unavailable;
    }

    @Override
    public String toString() {
        return key + " " + Optional.ofNullable(unavailable).map(Reason::text).orElse("") + endpoints.length;
    }
}
