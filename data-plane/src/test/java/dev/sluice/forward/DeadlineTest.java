package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import dev.sluice.proxy.Table;
import dev.sluice.resource.RoutePolicy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits that end: connect 1 s, read 2 s, send 3 s here. */
class DeadlineTest {
    private static final long SECOND = 1_000_000_000;

    private final Rig rig = new Rig(new Table(1)
            .route(
                    "a.example",
                    "/",
                    "web",
                    new RoutePolicy.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)))
            .upstream("web", Rig.ONE)
            .serve());

    @AfterEach
    void nothingIsLeft() {
        assertThat(rig.lane.livePieces).hasValue(0);
        assertThat(rig.bugs).isEmpty();
        rig.lane.pass(SECOND);
        assertThat(rig.lane.timers()).as("no tick without an exchange").isZero();
    }

    @Test
    void theEngineIsToldHowLongToConnect() {
        rig.get("/");
        assertThat(rig.lane.lastOpen().connectTimeoutNanos()).isEqualTo(SECOND);
        rig.attempt().onFailed(Reason.CONNECT_TIMEOUT, "1 s");
        assertThat(rig.records).containsExactly("504 connect-timeout");
    }

    @Test
    void aBackendThatDoesNotAnswerIsATimeout() {
        rig.get("/");
        FakeUpstream upstream = rig.open(false);
        rig.lane.pass(2 * SECOND - Deadlines.TICK_NANOS);
        assertThat(rig.records).isEmpty();
        rig.lane.pass(2 * Deadlines.TICK_NANOS);
        assertThat(rig.records).containsExactly("504 upstream-timeout");
        assertThat(upstream.cancelled).isTrue();
    }

    @Test
    void aBackendThatStopsWithinItsResponseIsCut() {
        rig.get("/");
        rig.open(false);
        rig.answer(200);
        rig.lane.pass(SECOND);
        rig.backendSends("still here");
        rig.lane.pass(SECOND + SECOND / 2);
        assertThat(rig.records).isEmpty();
        rig.lane.pass(SECOND);
        assertThat(rig.records).containsExactly("200 upstream-timeout");
        assertThat(rig.client.log).endsWith("abort upstream-timeout");
    }

    @Test
    void aBackendThatDoesNotTakeTheBodyIsATimeout() {
        rig.request("POST", "/", "Content-Length: 100");
        FakeUpstream upstream = rig.open(false);
        upstream.writable = false;
        rig.clientSends("abc");
        rig.lane.pass(2 * SECOND + SECOND / 2);
        assertThat(rig.records).isEmpty();
        rig.lane.pass(SECOND);
        assertThat(rig.records).containsExactly("504 send-timeout");
    }

    @Test
    void aSlowUploadIsNotTheBackendsFault() {
        rig.request("POST", "/", "Content-Length: 3");
        rig.open(false);
        rig.clientSends("ab");
        rig.lane.pass(30 * SECOND);
        assertThat(rig.records).isEmpty();
        rig.clientSends("c");
        rig.events.onEnd(null);
        rig.lane.pass(SECOND);
        rig.answerAlone(200);
        assertThat(rig.records).containsExactly("200 forwarded");
    }

    @Test
    void aClientThatDoesNotReadIsNotTheBackendsFault() {
        rig.get("/");
        rig.open(false);
        rig.client.writable = false;
        rig.answer(200);
        rig.lane.pass(600 * SECOND);
        assertThat(rig.records).isEmpty();
        rig.events.onCut(Reason.CLIENT_STALLED); // whose time the engine keeps
        assertThat(rig.records).containsExactly("200 client-stalled");
    }

    @Test
    void aTickThatEndsOneExchangeGoesOnToTheNext() {
        Rig other = new Rig(rig.table);
        ClientEvents<Piece> second = rig.pipeline.connected(new FakeClient(), rig.lane);
        other.get("/nowhere", "Host: b.example");
        other.request.authority().read("a.example".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 9);
        rig.get("/");
        rig.open(false);
        second.onHead(other.request, null);
        rig.open(false);
        rig.lane.pass(3 * SECOND);
        assertThat(rig.records).containsExactly("504 upstream-timeout", "504 upstream-timeout");
    }
}
