package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a request is tried again, where, and when it is not. */
class RetryTest {
    private Rig rig = Rig.pair();

    @AfterEach
    void nothingIsLeft() {
        assertThat(rig.lane.livePieces).hasValue(0);
        assertThat(rig.bugs).isEmpty();
        for (FakeLane.Open open : rig.lane.opens) {
            assertThat(open.endpoint().inFlight()).isZero();
        }
    }

    @Test
    void anEndpointThatRefusesConnectionsSendsTheRequestToAnother() {
        rig.request("POST", "/", "Content-Length: 3");
        EndpointRuntime first = rig.lane.lastOpen().endpoint();
        rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
        EndpointRuntime second = rig.lane.lastOpen().endpoint();
        assertThat(second).isNotSameAs(first);
        FakeUpstream upstream = rig.open(false);
        rig.clientSends("abc");
        rig.events.onEnd(null);
        rig.answerAlone(200);
        assertThat(upstream.body).hasToString("abc");
        assertThat(rig.records).containsExactly("200 forwarded");
        assertThat(rig.counted).contains("retried connect-failed");
    }

    @Test
    void whenEveryEndpointHasRefusedTheGatewayIsBad() {
        rig.get("/");
        rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
        rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
        assertThat(rig.records).containsExactly("502 connect-failed");
        assertThat(rig.lane.opens).hasSize(2);
    }

    @Test
    void endpointsThatDoNotAnswerAtAllAreATimeout() {
        rig.get("/");
        rig.attempt().onFailed(Reason.CONNECT_TIMEOUT, "5 s");
        rig.attempt().onFailed(Reason.CONNECT_TIMEOUT, "5 s");
        assertThat(rig.records).containsExactly("504 connect-timeout");
    }

    @Test
    void aReusedConnectionThatWasDeadIsReplacedAlsoToTheOnlyEndpoint() {
        rig = Rig.simple();
        rig.get("/");
        rig.open(true);
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        assertThat(rig.lane.opens).hasSize(2);
        assertThat(rig.lane.lastOpen().reuse()).isEqualTo(Lane.Reuse.NEVER);
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void aNewConnectionThatDiesIsNotTriedAgain() {
        rig.get("/");
        rig.open(false);
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        assertThat(rig.records).containsExactly("502 upstream-reset");
    }

    @Test
    void aRequestThatMayNotBeRepeatedIsNot() {
        rig.request("POST", "/");
        rig.open(true);
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        assertThat(rig.records).containsExactly("502 upstream-reset");
    }

    @Test
    void aRequestWhoseBodyHasBegunIsNotRepeated() {
        rig.request("PUT", "/", "Content-Length: 10");
        rig.open(true);
        rig.clientSends("01234");
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        assertThat(rig.records).containsExactly("502 upstream-reset");
    }

    @Test
    void aPieceThatComesBetweenTwoAttemptsGoesToTheSecond() {
        rig.request("PUT", "/", "Content-Length: 3");
        rig.open(true);
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        rig.clientSends("abc");
        rig.events.onEnd(null);
        FakeUpstream second = rig.open(false);
        rig.answerAlone(200);
        assertThat(second.body).hasToString("abc");
        assertThat(second.log).containsExactly("head PUT /", "end");
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void nothingIsRepeatedOnceTheBackendHasSaidAnything() {
        rig.get("/");
        rig.open(true);
        rig.attempt().onInterim(rig.head(103, dev.sluice.http.Framing.NONE));
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        assertThat(rig.records).containsExactly("502 upstream-reset");
    }

    @Test
    void threeAttemptsAreEnough() {
        rig = Rig.simple();
        rig.get("/");
        for (int i = 0; i < 3; i++) {
            rig.open(true);
            rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        }
        assertThat(rig.lane.opens).hasSize(3);
        assertThat(rig.records).containsExactly("502 upstream-reset");
    }

    @Test
    void retriesAreAShareOfTheRequestsOnceTheFirstFewAreSpent() {
        int requests = 500;
        for (int i = 0; i < requests; i++) {
            rig.get("/");
            for (int tries = 0; rig.records.size() == i; tries++) {
                assertThat(tries).isLessThan(3);
                rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
            }
        }
        assertThat(rig.records).hasSize(requests).containsOnly("502 connect-failed");
        long retries =
                rig.counted.stream().filter(note -> note.startsWith("retried")).count();
        assertThat(retries).isBetween(100L, 115L);
        assertThat(rig.counted).contains("retry refused");
    }

    @Test
    void theBudgetIsFilledByTime() {
        RetryBudget budget = new RetryBudget(0);
        for (int i = 0; i < 10; i++) {
            assertThat(budget.take(0)).isTrue();
        }
        assertThat(budget.take(0)).isFalse();
        assertThat(budget.take(100_000_000)).isTrue();
        assertThat(budget.take(100_000_000)).isFalse();
    }

    @Test
    void endpointsThatWereAllReplacedSinceTheMatchCostNoRequest() {
        rig.get("/");
        rig.table
                .endpoints("web", new java.net.InetSocketAddress("10.0.0.9", 80))
                .serve();
        rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
        assertThat(rig.lane.lastOpen().endpoint().id().address().text()).isEqualTo("10.0.0.9");
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    /** A route that goes to another backend lets the one before go: what began before is finished by it. */
    @Test
    void anUpstreamThatHasGoneSinceTheMatchCostsNoRequest() {
        rig.get("/");
        EndpointRuntime first = rig.lane.lastOpen().endpoint();
        rig.table.route("a.example", "/", "other").upstream("other", new java.net.InetSocketAddress("10.0.0.9", 80));
        rig.table.serveInSpite(new UpstreamKey("web"), new EndpointSetKey("web"));
        assertThat(first.retired()).isTrue();
        rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
        assertThat(rig.lane.lastOpen().endpoint()).isNotSameAs(first);
        assertThat(rig.lane.lastOpen().endpoint().retired()).isTrue();
        rig.open(false);
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
    }
}
