package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.compile.ServingState;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.HostRoutes;
import dev.sluice.policy.Policy;
import dev.sluice.policy.Step;
import dev.sluice.proxy.Table;
import dev.sluice.resource.RoutePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What policies may do to an exchange, with policies made for the purpose. */
class PolicyStepTest {
    private final Rig rig = new Rig(new Table(1)
            .route(
                    "a.example",
                    "/",
                    "web",
                    new RoutePolicy.RequestBodyLimit(1),
                    new RoutePolicy.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5)))
            .upstream("web", Rig.ONE)
            .serve());
    private final List<String> ends = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        assertThat(rig.lane.livePieces).hasValue(0);
    }

    /** Puts a policy in the place of the rule's only one. */
    private void install(Policy policy) {
        Rig probe = new Rig(rig.table);
        probe.get("/nowhere", "Host: b.example");
        ServingState serving = Objects.requireNonNull(rig.table.serving().get());
        HostRoutes host = Objects.requireNonNull(serving.index().host(80, authority()));
        CompiledRoute route = Objects.requireNonNull(host.find(probe.request));
        assertThat(route.policies()).hasSize(1);
        route.policies()[0] = policy;
    }

    private static dev.sluice.http.Authority authority() {
        var authority = new dev.sluice.http.Authority();
        authority.read("a.example".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 9);
        return authority;
    }

    private abstract class Noting implements Policy {
        @Override
        public void onEnd(Reason reason, int status) {
            ends.add(status + " " + reason.text());
        }
    }

    private final class Suspending extends Noting {
        final CompletableFuture<Step> answer = new CompletableFuture<>();

        @Override
        public Step onRequest(RequestHead head) {
            return new Step.Suspend(answer, Duration.ofSeconds(1), new Step.Respond(Reason.INTERNAL, 504));
        }
    }

    @Test
    void aPolicyAnswersByItself() {
        install(new Noting() {
            @Override
            public Step onRequest(RequestHead head) {
                return new Step.Respond(Reason.NO_BACKEND, 429);
            }
        });
        rig.get("/");
        assertThat(rig.lane.opens).isEmpty();
        assertThat(rig.records).containsExactly("429 no-backend");
        assertThat(ends).containsExactly("429 no-backend");
    }

    @Test
    void aPolicySendsTheClientElsewhere() {
        install(new Noting() {
            @Override
            public Step onRequest(RequestHead head) {
                return new Step.Redirect(Reason.HTTPS_REDIRECT, 308, "https://a.example/");
            }

            @Override
            public void onOwnAnswer(ResponseHead head, RequestHead request) {
                int location = head.fields().find(KnownField.LOCATION);
                head.fields().set(KnownField.SERVER, "seen " + head.fields().value(location));
                ends.add(head.fields().value(head.fields().find(KnownField.SERVER)));
            }
        });
        rig.get("/");
        assertThat(rig.lane.opens).isEmpty();
        assertThat(rig.client.log.get(0))
                .startsWith("head 308 Permanent Redirect")
                .contains("Location", "Server");
        assertThat(ends).containsExactly("seen https://a.example/", "308 https-redirect");
    }

    @Test
    void aPolicyChangesTheResponseHead() {
        install(new Noting() {
            @Override
            public void onResponse(ResponseHead head, RequestHead request) {
                head.fields().set(KnownField.SERVER, "changed");
            }
        });
        rig.get("/");
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.client.log).containsExactly("head 200 OK [Server] alone");
        assertThat(ends).containsExactly("200 forwarded");
    }

    @Test
    void anExchangeWaitsForAPolicyAndGoesOn() {
        Suspending policy = new Suspending();
        install(policy);
        rig.get("/");
        assertThat(rig.lane.opens).isEmpty();
        policy.answer.complete(Step.NEXT);
        assertThat(rig.lane.opens).as("nothing happens outside the lane").isEmpty();
        rig.lane.run();
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void aPolicyThatTakesTooLongIsAnsweredForIt() {
        Suspending policy = new Suspending();
        install(policy);
        rig.get("/");
        rig.lane.pass(1_200_000_000L);
        assertThat(rig.records).containsExactly("504 internal");
        policy.answer.complete(Step.NEXT);
        rig.lane.run();
        assertThat(rig.lane.opens).isEmpty();
        assertThat(rig.records).hasSize(1);
    }

    @Test
    void aPolicyWhoseStageFailsCostsItsRequest() {
        Suspending policy = new Suspending();
        install(policy);
        rig.get("/");
        policy.answer.completeExceptionally(new IllegalStateException("away"));
        rig.lane.run();
        assertThat(rig.records).containsExactly("500 internal");
    }

    @Test
    void aClientThatGoesAwayEndsTheWait() {
        Suspending policy = new Suspending();
        install(policy);
        rig.get("/");
        rig.events.onGone();
        policy.answer.complete(Step.NEXT);
        rig.lane.run();
        assertThat(rig.lane.opens).isEmpty();
        assertThat(rig.records).containsExactly("0 client-aborted");
        assertThat(ends).containsExactly("0 client-aborted");
    }

    @Test
    void aPolicyThatThrowsCostsItsRequestAndItsConnection() {
        install(new Noting() {
            @Override
            public Step onRequest(RequestHead head) {
                throw new IllegalStateException("bug");
            }
        });
        rig.get("/");
        assertThat(rig.records).containsExactly("500 internal");
        assertThat(rig.client.log).startsWith("close");
        assertThat(rig.bugs).hasSize(1);
    }

    @Test
    void aPolicyThatThrowsAtTheBodyLosesNoPiece() {
        install(new Noting() {
            @Override
            public Reason onRequestBytes(long bytesSoFar) {
                throw new IllegalStateException("bug");
            }
        });
        rig.request("POST", "/", "Content-Length: 3");
        FakeUpstream upstream = rig.open(false);
        rig.clientSends("abc");
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.records).containsExactly("500 internal");
    }

    @Test
    void aPolicyThatThrowsAtTheEndHurtsNobody() {
        install(new Policy() {
            @Override
            public void onEnd(Reason reason, int status) {
                throw new IllegalStateException("bug");
            }
        });
        rig.get("/");
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
        assertThat(rig.bugs).hasSize(1);
    }

    @Test
    void anEngineThatThrowsIsCutAndRecordedOnce() {
        rig.client.failing = true;
        rig.get("/");
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.client.log).endsWith("abort internal");
        assertThat(rig.records).hasSize(1);
    }
}
