package dev.sluice.forward;

import dev.sluice.compile.ServingState;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.CompiledTarget;
import dev.sluice.match.CompiledTarget.ToUpstream;
import dev.sluice.match.HostRoutes;
import dev.sluice.policy.Policy;
import dev.sluice.policy.Step;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about one request before it is forwarded: its rule, what the policies say, its share. The state is read
 * once. Reused from request to request; confined to one lane.
 */
final class Decision<B> {
    private final Exchange<B> exchange;
    private final LaneState<B> lane;
    private final Destination destination;
    private @Nullable ServingState state;
    private @Nullable CompiledRoute rule;
    private @Nullable Suspension suspension;
    private Policy[] policies = Policy.NONE;
    private int asked;

    Decision(Exchange<B> exchange, LaneState<B> lane, Destination destination) {
        this.exchange = exchange;
        this.lane = lane;
        this.destination = destination;
    }

    void clear() {
        state = null;
        rule = null;
        suspension = null;
        policies = Policy.NONE;
        asked = 0;
    }

    /** Finds the rule and goes on as far as nothing has to be waited for. */
    void begin(RequestHead request, ClientConnection connection) {
        ServingState serving = lane.serving.get();
        if (serving == null || serving == ServingState.NONE) {
            exchange.answer(Reason.NO_CONFIGURATION);
            return;
        }
        state = serving;
        Reason misdirected = Misdirected.reason(serving, request, connection);
        if (misdirected != null) {
            exchange.answer(misdirected);
            return;
        }
        request.tls(connection.session()); // its client may have been measured again
        HostRoutes host = serving.index().host(connection.logicalPort(), request.authority());
        Reason refused = host == null ? Reason.NO_ROUTE : host.refuses(request.path());
        CompiledRoute found = refused == null && host != null ? host.find(request) : null;
        if (found == null) {
            exchange.answer(refused == null ? Reason.NO_ROUTE : refused);
            return;
        }
        rule = found;
        if (!HopByHop.separate(request)) {
            exchange.answer(Reason.BAD_REQUEST);
            return;
        }
        policies = found.policies();
        proceed(request, found, serving);
    }

    /** The policies that are left, and after the last of them the rule's action, or the backend if it is chosen. */
    private void proceed(RequestHead request, CompiledRoute found, ServingState serving) {
        while (asked < policies.length) {
            switch (policies[asked++].onRequest(request)) {
                case Step.Next next -> {}
                case Step.Respond(Reason reason, int status) -> {
                    exchange.answer(reason, status);
                    return;
                }
                case Step.Redirect(Reason reason, int status, String location) -> {
                    exchange.redirect(reason, status, location);
                    return;
                }
                case Step.Suspend suspend -> {
                    suspension = Suspension.begin(suspend, lane.lane, this::resumed);
                    return;
                }
            }
        }
        if (destination.aimed()) {
            exchange.forward(request);
        } else {
            carryOut(request, found, serving);
        }
    }

    private void carryOut(RequestHead request, CompiledRoute found, ServingState serving) {
        switch (found.action()) {
            case CompiledAction.Respond(Reason reason, int status) -> exchange.answer(reason, status);
            case CompiledAction.Forward forward -> {
                switch (forward.target(forward.single() ? 0 : lane.random.below(forward.total()))) {
                    case CompiledTarget.Refused(Reason reason, int status) -> exchange.answer(reason, status);
                    case ToUpstream share -> take(request, found, serving, share);
                }
            }
        }
    }

    private void take(RequestHead request, CompiledRoute found, ServingState serving, ToUpstream share) {
        Reason unavailable = destination.aim(serving, share);
        if (unavailable != null) {
            exchange.answer(unavailable);
            return;
        }
        if (share.policies().length > 0) {
            Policy[] more = Arrays.copyOf(policies, policies.length + share.policies().length);
            System.arraycopy(share.policies(), 0, more, policies.length, share.policies().length);
            policies = more;
        }
        proceed(request, found, serving);
    }

    private void resumed(Suspension by, Step step) {
        RequestHead request = exchange.request();
        CompiledRoute found = rule;
        ServingState serving = state;
        if (suspension != by || request == null || found == null || serving == null) {
            return;
        }
        suspension = null;
        try {
            switch (step) {
                case Step.Next next -> proceed(request, found, serving);
                case Step.Respond(Reason reason, int status) -> exchange.answer(reason, status);
                case Step.Redirect(Reason reason, int status, String location) ->
                    exchange.redirect(reason, status, location);
                case Step.Suspend again -> suspension = Suspension.begin(again, lane.lane, this::resumed);
            }
        } catch (RuntimeException bug) {
            exchange.broken(bug);
        }
    }

    /** True if a policy is waited for; ends the wait if its time is over. */
    boolean waits(long now) {
        Suspension waiting = suspension;
        if (waiting != null && waiting.overdue(now)) {
            resumed(waiting, waiting.otherwise());
        }
        return waiting != null;
    }

    /** Why no more of the body is taken, or null. */
    @Nullable
    Reason onRequestBytes(long bytesSoFar) {
        for (Policy policy : policies) {
            Reason reason = policy.onRequestBytes(bytesSoFar);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    void onResponse(ResponseHead response, RequestHead request) {
        for (Policy policy : policies) {
            policy.onResponse(response, request);
        }
    }

    void onOwnAnswer(ResponseHead answer, RequestHead request) {
        for (Policy policy : policies) {
            policy.onOwnAnswer(answer, request);
        }
    }

    /** Tells the policies that were asked; what one of them throws is no other's business. */
    void onEnd(Reason reason, int status) {
        for (int i = 0; i < asked; i++) {
            try {
                policies[i].onEnd(reason, status);
            } catch (RuntimeException bug) {
                lane.observer.broken(bug);
            }
        }
    }

    /** Of the state that was read; null if none was. */
    @Nullable
    Version version() {
        ServingState read = state;
        return read == null ? null : read.version();
    }

    /** The rule that matches, or null. */
    @Nullable
    CompiledRoute rule() {
        return rule;
    }
}
