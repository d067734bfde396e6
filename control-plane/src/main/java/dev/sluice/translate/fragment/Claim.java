package dev.sluice.translate.fragment;

import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import java.util.List;

/**
 * A route, and where it is written.
 *
 * @param field path of the field in the object, as {@code spec.rules[0].http.paths[1]}
 * @param withCertificate what else is done to the requests where some object gives the host a certificate
 */
public record Claim(HttpRoute route, String field, List<RoutePolicy> withCertificate) {
    public Claim {
        withCertificate = List.copyOf(withCertificate);
    }

    /** One that is the same with and without a certificate. */
    public Claim(HttpRoute route, String field) {
        this(route, field, List.of());
    }

    /** Whether somebody wrote the rule; one that nobody wrote contends for nothing. */
    public boolean written() {
        return route.order().createdAtEpochSecond() != RuleOrder.UNWRITTEN;
    }
}
