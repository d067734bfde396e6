package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request after the other through an exchange: order of calls, demand, ownership, one record each. */
class ExchangeTest {
    private Rig rig = Rig.simple();

    @AfterEach
    void nothingIsLeft() {
        assertThat(rig.lane.livePieces).as("pieces that nobody released").hasValue(0);
        assertThat(rig.bugs).isEmpty();
        for (FakeLane.Open open : rig.lane.opens) {
            assertThat(open.endpoint().inFlight()).isZero();
        }
    }

    @Test
    void aRequestWithoutBodyIsForwardedAndItsResponseStreamed() {
        rig.get("/a?b=c");
        FakeUpstream upstream = rig.open(false);
        assertThat(upstream.log).containsExactly("head GET /a?b=c alone");

        rig.answer(200, "X-From: backend");
        rig.backendSends("hello ");
        rig.backendSends("world");
        rig.attempt().onEnd(null);

        assertThat(rig.client.log).containsExactly("head 200 OK [X-From]", "end");
        assertThat(rig.client.body).hasToString("hello world");
        assertThat(upstream.demands).isEqualTo(3);
        assertThat(upstream.cancelled).isFalse();
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() {
        for (int i = 0; i < 3; i++) {
            rig.get("/");
            rig.open(i > 0);
            rig.answerAlone(204);
        }
        assertThat(rig.records).containsExactly("204 forwarded", "204 forwarded", "204 forwarded");
        assertThat(rig.client.log).doesNotContain("close");
    }

    @Test
    void theBodyIsAskedForPieceByPieceAndOnlyOnceTheBackendIsThere() {
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        assertThat(rig.client.demands).isZero();
        FakeUpstream upstream = rig.open(false);
        assertThat(rig.client.demands).isEqualTo(1);

        upstream.writable = false;
        rig.clientSends("one");
        assertThat(rig.client.demands).isZero();
        upstream.writable = true;
        rig.attempt().onWritable();
        assertThat(rig.client.demands).isEqualTo(1);
        rig.clientSends("two");
        rig.events.onEnd(trailers("X-Sum", "3"));

        assertThat(upstream.body).hasToString("onetwo");
        assertThat(upstream.log).containsExactly("head POST /", "end [X-Sum]");
        rig.answerAlone(201);
        assertThat(rig.records).containsExactly("201 forwarded");
        assertThat(rig.client.log).doesNotContain("close");
    }

    @Test
    void aChunkedBodyThatEndsBeforeTheBackendIsThereIsStillEnded() {
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        rig.events.onEnd(null);
        FakeUpstream upstream = rig.open(false);
        assertThat(upstream.log).containsExactly("head POST /", "end");
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void theBackendIsOnlyAskedForMoreWhenTheClientTakesIt() {
        rig.get("/");
        FakeUpstream upstream = rig.open(false);
        rig.client.writable = false;
        rig.answer(200);
        assertThat(upstream.demands).isZero();
        rig.client.writable = true;
        rig.events.onWritable();
        assertThat(upstream.demands).isEqualTo(1);
        rig.events.onWritable();
        assertThat(upstream.demands).isEqualTo(1);
        rig.attempt().onEnd(null);
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void interimResponsesArePassedOnButNot100() {
        rig.get("/");
        rig.open(false);
        rig.attempt().onInterim(rig.head(100, Framing.NONE));
        rig.attempt().onInterim(rig.head(103, Framing.NONE, "Link: </style.css>"));
        rig.answerAlone(200);
        assertThat(rig.client.log).containsExactly("interim 103", "head 200 OK [] alone");
    }

    @Test
    void http10ClientsGetNoInterimResponses() {
        rig.minorVersion = 0;
        rig.get("/");
        rig.open(false);
        rig.attempt().onInterim(rig.head(103, Framing.NONE));
        rig.answerAlone(200);
        assertThat(rig.client.log).containsExactly("head 200 OK [] alone");
    }

    @Test
    void anEarlyRefusalIsPassedOnAndStopsTheUpload() {
        rig.request("POST", "/", "Content-Length: 1000");
        FakeUpstream upstream = rig.open(false);
        rig.clientSends("abc");
        rig.answer(413);
        rig.backendSends("too large");
        // The piece that had been asked for still comes, and goes nowhere.
        rig.clientSends("def");
        rig.attempt().onEnd(null);

        assertThat(rig.client.log).containsExactly("demand", "demand", "close", "head 413 OK []", "end");
        assertThat(rig.client.body).hasToString("too large");
        assertThat(upstream.body).hasToString("abc");
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.records).containsExactly("413 forwarded");
    }

    @Test
    void aBackendThatAnswersWhileItReadsIsServedBothWays() {
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        FakeUpstream upstream = rig.open(false);
        rig.answer(200);
        rig.clientSends("ping");
        rig.backendSends("pong");
        rig.events.onEnd(null);
        rig.attempt().onEnd(null);

        assertThat(upstream.body).hasToString("ping");
        assertThat(rig.client.body).hasToString("pong");
        assertThat(upstream.cancelled).isFalse();
        assertThat(rig.client.log).doesNotContain("close");
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void aResponseThatEndsBeforeTheRequestClosesBothConnections() {
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        FakeUpstream upstream = rig.open(false);
        rig.answer(200);
        rig.attempt().onEnd(null);
        assertThat(rig.client.log).containsExactly("demand", "head 200 OK []", "close", "end");
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void aClientThatGoesAwayCancelsTheAttempt() {
        rig.get("/");
        FakeUpstream upstream = rig.open(false);
        rig.events.onGone();
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.records).containsExactly("0 client-aborted");
        rig.events.onGone();
        assertThat(rig.records).hasSize(1);
    }

    @Test
    void whatOpensAfterTheClientHasGoneIsCancelled() {
        rig.get("/");
        rig.events.onGone();
        FakeUpstream late = rig.open(false);
        assertThat(late.log).containsExactly("cancel");
        assertThat(rig.records).containsExactly("0 client-aborted");
    }

    @Test
    void aBackendThatDiesWithinTheResponseCutsTheClient() {
        rig.get("/");
        rig.open(false);
        rig.answer(200);
        rig.backendSends("half");
        rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
        assertThat(rig.client.log).containsExactly("head 200 OK []", "abort upstream-reset");
        assertThat(rig.records).containsExactly("200 upstream-reset");
    }

    @Test
    void aBackendThatAnswersGarbageIsABadGateway() {
        rig.get("/");
        rig.open(false);
        rig.attempt().onFailed(Reason.UPSTREAM_PROTOCOL, "no status line");
        assertThat(rig.records).containsExactly("502 upstream-protocol");
        assertThat(rig.client.body.toString()).startsWith("502 Bad Gateway\nreason: upstream-protocol\nrequest: ");
    }

    @Test
    void aRequestTheEngineRefusesIsAnsweredAndItsConnectionClosed() {
        Reason refused = rig.request("GET", "/", "Host: a b");
        assertThat(refused).isEqualTo(Reason.BAD_HOST);
        assertThat(rig.lane.opens).isEmpty();
        assertThat(rig.client.log).startsWith("close", "head 400 Bad Request [Content-Type, Cache-Control]");
        assertThat(rig.records).containsExactly("400 bad-host");
    }

    @Test
    void aBodyThatCannotBeReadAnyFurtherIsRefused() {
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        FakeUpstream upstream = rig.open(false);
        rig.events.onBodyRefused(Reason.BAD_FRAMING);
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.client.log).startsWith("demand", "close", "head 400 Bad Request [Content-Type, Cache-Control]");
        assertThat(rig.records).containsExactly("400 bad-framing");
    }

    @Test
    void aBodyThatBreaksBehindTheResponseHeadCutsTheConnection() {
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        rig.open(false);
        rig.answer(200);
        rig.events.onBodyRefused(Reason.REQUEST_TIMEOUT);
        assertThat(rig.client.log).endsWith("abort request-timeout");
        assertThat(rig.records).containsExactly("200 request-timeout");
    }

    @Test
    void aHeadRequestGetsNoBodyWithSluicesOwnAnswer() {
        rig.request("HEAD", "/", "Host: nowhere.example");
        rig.events.onEnd(null);
        assertThat(rig.client.log).containsExactly("head 404 Not Found [Content-Type, Cache-Control] alone");
        assertThat(rig.client.body).isEmpty();
        assertThat(rig.records).containsExactly("404 no-route");
    }

    @Test
    void trailersKeepOnlyWhatFramesAndVouchesForNothing() {
        rig.get("/");
        rig.open(false);
        rig.answer(200);
        Fields trailers = trailers("Content-Length", "5");
        trailers.add("X-Sum", "3");
        trailers.add("Host", "evil");
        rig.attempt().onEnd(trailers);
        assertThat(rig.client.log).endsWith("end [X-Sum]");
    }

    private static Fields trailers(String name, String value) {
        Fields trailers = new Fields();
        trailers.add(name, value);
        return trailers;
    }
}
