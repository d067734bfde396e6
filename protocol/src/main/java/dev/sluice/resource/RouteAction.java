package dev.sluice.resource;

import java.util.List;

/** What happens to a request that a rule matches. */
public sealed interface RouteAction {
    /** Forward to one of the backends, chosen by weight; all weights 0 is answered 503 ({@code no-backend}). */
    record Forward(List<WeightedBackend> backends) implements RouteAction {
        public Forward {
            backends = List.copyOf(backends);
        }
    }

    /** Answer without asking a backend. */
    record Respond(Refusal refusal) implements RouteAction {}
}
