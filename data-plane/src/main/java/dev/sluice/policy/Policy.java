package dev.sluice.policy;

import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.resource.RoutePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done to the requests of a rule. Compiled once, shared by all lanes, so without state of its own; runs in
 * the lane of the exchange and must not block. What it throws costs its request only, which is answered 500.
 */
public interface Policy {
    /** Of a rule without policies. */
    Policy[] NONE = {};

    /** The request head, matched and not yet prepared for the backend; may be changed. */
    default Step onRequest(RequestHead head) {
        return Step.NEXT;
    }

    /**
     * A piece of the request body has come.
     *
     * @param bytesSoFar of the body, this piece included
     * @return why no more is taken, or null
     */
    default @Nullable Reason onRequestBytes(long bytesSoFar) {
        return null;
    }

    /** The backend's final response head, prepared for the client; may be changed. */
    default void onResponse(ResponseHead head, RequestHead request) {}

    /** The head of an answer that Sluice gives by itself to a request of the rule; may be changed. */
    default void onOwnAnswer(ResponseHead head, RequestHead request) {}

    /** The exchange has ended, however; comes once, and only if {@link #onRequest} was asked. */
    default void onEnd(Reason reason, int status) {}

    /** What it does when the request head has passed, for explanations; empty if nothing. */
    default String later() {
        return "";
    }

    /**
     * What the pipeline does with a rule's policies, in their order. The switch is exhaustive: a kind of policy that is not
     * known here does not compile, and is never dropped.
     */
    static Policy[] compile(List<RoutePolicy> policies) {
        List<Policy> compiled = policies.stream()
                .<Policy>mapMulti((policy, outlet) -> {
                    switch (policy) {
                        case RoutePolicy.Timeouts timeouts -> {
                            // No step of its own: the pipeline keeps them at every wait.
                        }
                        case RoutePolicy.RequestBodyLimit(long maxBytes) ->
                            outlet.accept(new RequestBodyLimit(maxBytes));
                        case RoutePolicy.HttpsRedirect redirect -> outlet.accept(new HttpsRedirect(redirect));
                        case RoutePolicy.Hsts hsts -> outlet.accept(new Hsts(hsts));
                        case RoutePolicy.ClientCertificate asked -> outlet.accept(new ClientCertificatePolicy(asked));
                    }
                })
                .toList();
        return compiled.isEmpty() ? NONE : compiled.toArray(NONE);
    }
}
