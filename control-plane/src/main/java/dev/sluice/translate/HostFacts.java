package dev.sluice.translate;

import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.HostClaim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the rules of a host are changed by, whoever asked for it.
 *
 * @param certificate whether some object gives it a certificate, or gives one to the wildcard it is under
 */
record HostFacts(boolean certificate, Optional<HostClaim.ClientAuth> clientAuth) {
    private static final HostFacts NONE = new HostFacts(false, Optional.empty());

    /** A redirect goes before everything, so that nothing is asked of a request that is to come again. */
    private static final Comparator<RoutePolicy> AS_RUN = Comparator.comparingInt(policy -> switch (policy) {
        case RoutePolicy.HttpsRedirect redirect -> 0;
        case RoutePolicy.Hsts hsts -> 1;
        case RoutePolicy.ClientCertificate asked -> 2;
        case RoutePolicy.RequestBodyLimit limit -> 3;
        case RoutePolicy.Timeouts timeouts -> 4;
    });

    /** The rule of a claim as it is served. */
    HttpRoute route(Claim claim) {
        HttpRoute route = claim.route();
        if (equals(NONE)) {
            return route;
        }
        if (clientAuth.orElse(null) instanceof HostClaim.Broken(var refusal)) {
            return with(route, new RouteAction.Respond(refusal), List.of());
        }
        return route.action() instanceof RouteAction.Forward ? with(route, route.action(), policies(claim)) : route;
    }

    private List<RoutePolicy> policies(Claim claim) {
        List<RoutePolicy> policies = new ArrayList<>(claim.route().policies());
        if (certificate) {
            policies.addAll(claim.withCertificate());
        }
        if (clientAuth.orElse(null) instanceof HostClaim.Demanded demanded) {
            policies.add(demanded.policy());
        }
        policies.sort(AS_RUN);
        return policies;
    }

    private static HttpRoute with(HttpRoute route, RouteAction action, List<RoutePolicy> policies) {
        return new HttpRoute(
                route.key(),
                route.listeners(),
                route.host(),
                route.settings(),
                route.match(),
                action,
                policies,
                route.order(),
                route.source());
    }
}
