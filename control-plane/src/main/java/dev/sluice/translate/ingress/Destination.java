package dev.sluice.translate.ingress;

import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.WeightedBackend;
import dev.sluice.state.Problem;
import dev.sluice.translate.fragment.Backing;
import java.util.List;

/** Where a backend reference leads. */
public sealed interface Destination {
    RouteAction action();

    /** To a Service port. */
    record Reachable(Backing backing) implements Destination {
        @Override
        public RouteAction action() {
            return new RouteAction.Forward(List.of(WeightedBackend.all(
                    new WeightedBackend.To(backing.upstream().key()))));
        }
    }

    /** Nowhere, and why. */
    record Broken(Refusal refusal, Problem problem) implements Destination {
        @Override
        public RouteAction action() {
            return new RouteAction.Respond(refusal);
        }
    }
}
