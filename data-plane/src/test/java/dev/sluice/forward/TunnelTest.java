package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Framing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelTest {
    private static final String[] WEBSOCKET = {"Connection: keep-alive, Upgrade", "Upgrade: websocket"};

    private final Rig rig = Rig.tunnels(1);

    @Test
    void aBackendThatTakesTheProtocolIsTiedToTheClientWithoutAnyFraming() {
        FakeUpstream upstream = tunnel();
        assertThat(upstream.log).contains("head GET /chat alone for websocket");
        assertThat(rig.client.log).anyMatch(line -> line.startsWith("upgrade to websocket 101"));
        rig.clientSends("ping");
        rig.backendSends("pong");
        assertThat(upstream.body).hasToString("ping");
        assertThat(rig.client.body).hasToString("pong");
        assertThat(rig.counted).contains("tunnelled");
    }

    @Test
    void eachDirectionEndsForItselfAndTheExchangeWithTheSecond() {
        FakeUpstream upstream = tunnel();
        rig.events.onEnd(null);
        assertThat(upstream.log).endsWith("end");
        rig.backendSends("still here");
        assertThat(rig.records).isEmpty();
        rig.attempt().onEnd(null);
        assertThat(rig.client.body).hasToString("still here");
        assertThat(rig.client.log).endsWith("end");
        assertThat(rig.records).containsExactly("101 forwarded");
        assertThat(rig.tunnels.open()).isZero();
    }

    @Test
    void aSlowReaderStopsTheOtherSide() {
        FakeUpstream upstream = tunnel();
        upstream.writable = false;
        rig.clientSends("first");
        assertThat(rig.client.demands).isZero();
        upstream.writable = true;
        rig.attempt().onWritable();
        assertThat(rig.client.demands).isEqualTo(1);
    }

    @Test
    void silenceInBothDirectionsEndsItAfterTheReadTimeoutOfTheRule() {
        FakeUpstream upstream = tunnel();
        rig.lane.pass(TimeUnit.SECONDS.toNanos(50));
        rig.clientSends("I am alive");
        rig.lane.pass(TimeUnit.SECONDS.toNanos(50));
        assertThat(rig.records).isEmpty();
        rig.lane.pass(TimeUnit.SECONDS.toNanos(11));
        assertThat(rig.records).containsExactly("101 tunnel-idle");
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.client.log).containsSubsequence("close", "end");
    }

    @Test
    void tunnelsToBeClosedEndWithinTheSpreadAndNotBefore() {
        tunnel();
        rig.tunnels.close(Duration.ofSeconds(10));
        assertThat(rig.records).isEmpty();
        rig.lane.pass(TimeUnit.SECONDS.toNanos(11));
        assertThat(rig.records).containsExactly("101 shutdown");
    }

    @Test
    void oneMoreThanMayBeIsRefusedBeforeABackendIsAsked() {
        Rig full = Rig.tunnels(0);
        full.get("/chat", WEBSOCKET);
        assertThat(full.records).containsExactly("503 tunnel-limit");
        assertThat(full.counted).doesNotContain("attempted");
    }

    @Test
    void anyOtherAnswerIsAnOrdinaryResponse() {
        rig.get("/chat", WEBSOCKET);
        rig.open(false);
        rig.answerAlone(426);
        assertThat(rig.records).containsExactly("426 forwarded");
        assertThat(rig.tunnels.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "chat", ""})
    void aProtocolThatNobodyAskedForIsNoAnswer(String protocol) {
        rig.get("/chat", WEBSOCKET);
        FakeUpstream upstream = rig.open(false);
        rig.attempt()
                .onUpgrade(
                        protocol.isEmpty()
                                ? rig.head(101, Framing.NONE)
                                : rig.head(101, Framing.NONE, "Upgrade: " + protocol));
        assertThat(rig.records).containsExactly("502 upstream-protocol");
        assertThat(upstream.cancelled).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade, HTTP2-Settings|Upgrade: h2c",
                "Connection: Upgrade|Upgrade: websocket, h2c",
                "Connection: Upgrade|Upgrade: HTTP/2.0",
                "Connection: Upgrade|Upgrade: websocket|Upgrade: h2c",
                "Connection: Upgrade|Upgrade: web socket",
                "Connection: Upgrade|Upgrade:",
                "Connection: Upgraded|Upgrade: websocket",
                "Connection: close|Upgrade: websocket",
                "Upgrade: websocket",
                "Connection: Upgrade|Upgrade: websocket|Content-Length: 5",
                "Connection: Upgrade|Upgrade: websocket|Transfer-Encoding: chunked",
            })
    void whatIsNotToBePassedOnLeavesAnOrdinaryRequest(String fields) {
        rig.request("POST", "/chat", fields.split("\\|"));
        assertThat(rig.open(false).log.getFirst()).doesNotContain(" for ");
    }

    @Test
    void anHttp10ClientCannotUpgrade() {
        rig.minorVersion = 0;
        rig.get("/chat", WEBSOCKET);
        assertThat(rig.open(false).log.getFirst()).doesNotContain(" for ");
    }

    @Test
    void aBackendThatBreaksCutsTheClient() {
        tunnel();
        rig.attempt().onFailed(dev.sluice.http.Reason.UPSTREAM_RESET, "reset");
        assertThat(rig.client.log).endsWith("abort upstream-reset");
        assertThat(rig.records).containsExactly("101 upstream-reset");
        assertThat(rig.tunnels.open()).isZero();
    }

    @Test
    void aClientThatGoesEndsTheBackendsToo() {
        FakeUpstream upstream = tunnel();
        rig.events.onGone();
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.records).containsExactly("101 client-aborted");
        assertThat(rig.lane.livePieces).hasValue(0);
    }

    private FakeUpstream tunnel() {
        rig.get("/chat", WEBSOCKET);
        FakeUpstream upstream = rig.open(false);
        rig.attempt().onUpgrade(rig.head(101, Framing.NONE, "Connection: Upgrade", "Upgrade: websocket"));
        return upstream;
    }
}
