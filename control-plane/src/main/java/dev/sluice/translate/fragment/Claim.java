package dev.sluice.translate.fragment;

import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RuleOrder;

/**
 * A route, and where it is written.
 *
 * @param field path of the field in the object, as {@code spec.rules[0].http.paths[1]}
 */
public record Claim(HttpRoute route, String field) {
    /** Whether somebody wrote the rule; one that nobody wrote contends for nothing. */
    public boolean written() {
        return route.order().createdAtEpochSecond() != RuleOrder.UNWRITTEN;
    }
}
