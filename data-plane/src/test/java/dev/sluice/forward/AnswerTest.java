package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.proxy.Table;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.WeightedBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every answer that Sluice gives by itself before or instead of a backend, each with its reason. */
class AnswerTest {
    @Test
    void beforeAnyConfigurationThereIsNoService() {
        Rig rig = new Rig(new Table(1));
        rig.get("/");
        assertThat(rig.records).containsExactly("503 no-configuration");
    }

    @Test
    void aHostWithoutRulesIsNotFound() {
        Rig rig = Rig.simple();
        rig.get("/", "Host: b.example");
        assertThat(rig.records).containsExactly("404 no-route");
        assertThat(rig.client.body.toString()).matches("404 Not Found\nreason: no-route\nrequest: [0-9a-f]{32}\n");
    }

    @Test
    void aPathWithoutRuleIsNotFound() {
        Rig rig = new Rig(new Table(1)
                .route("a.example", "/app", "web")
                .upstream("web", Rig.ONE)
                .serve());
        rig.get("/other");
        assertThat(rig.records).containsExactly("404 no-route");
    }

    @Test
    void aPathThatTwoPartiesMayReadDifferentlyIsRefused() {
        Rig rig = Rig.simple();
        rig.get("/a/../b");
        assertThat(rig.records).containsExactly("400 ambiguous-path");
    }

    @Test
    void anExpectationThatIsNotKnownFails() {
        Rig rig = Rig.simple();
        rig.get("/", "Expect: the-unexpected");
        assertThat(rig.records).containsExactly("417 expectation-failed");
    }

    @Test
    void aConnectionHeaderThatNamesTooMuchIsRefused() {
        Rig rig = Rig.simple();
        rig.get("/", "Connection: " + "a,".repeat(100));
        assertThat(rig.records).containsExactly("400 bad-request");
    }

    @Test
    void aRuleThatIsRefusedAnswersWithItsReason() {
        Rig rig = new Rig(new Table(1)
                .refused("a.example", "/", Refusal.notFound(Refusal.Cause.UNKNOWN_BACKEND_KIND))
                .serve());
        rig.get("/");
        assertThat(rig.records).containsExactly("404 unknown-backend-kind");
    }

    @Test
    void anUpstreamWithoutEndpointsIsNoService() {
        Rig rig = new Rig(
                new Table(1).route("a.example", "/", "web").upstream("web").serve());
        rig.get("/");
        assertThat(rig.records).containsExactly("503 no-endpoint");
    }

    @Test
    void anUpstreamThatNeverCameIsRefused() {
        Rig rig = new Rig(new Table(1).route("a.example", "/", "web").serve());
        rig.get("/");
        assertThat(rig.records).containsExactly("503 route-refused");
    }

    @Test
    void aRefusedShareCostsItsOwnRequestsOnly() {
        Rig rig = new Rig(new Table(1)
                .route(
                        "a.example",
                        "/",
                        new RouteAction.Forward(List.of(
                                new WeightedBackend(3, new WeightedBackend.To(new UpstreamKey("web")), List.of()),
                                new WeightedBackend(
                                        1,
                                        new WeightedBackend.Refused(
                                                Refusal.unavailable(Refusal.Cause.SERVICE_NOT_FOUND)),
                                        List.of()))))
                .upstream("web", Rig.ONE)
                .serve());
        for (int i = 0; i < 400; i++) {
            int before = rig.lane.opens.size();
            rig.get("/");
            if (rig.lane.opens.size() > before) {
                rig.open(false);
                rig.answerAlone(204);
            }
        }
        assertThat(rig.records).hasSize(400).containsOnly("204 forwarded", "503 service-not-found");
        assertThat(rig.records.stream().filter("503 service-not-found"::equals).count())
                .isBetween(60L, 140L);
    }

    @Test
    void anEndpointWithAsManyRequestsAsItMayHaveIsBusy() {
        Rig rig = new Rig(new Table(1)
                .route("a.example", "/", "web")
                .upstream("web", Upstream.Balancing.ROUND_ROBIN, new Upstream.Limits(1), Rig.ONE)
                .serve());
        rig.get("/");
        FakeClient second = new FakeClient();
        ClientEvents<Piece> other = rig.pipeline.connected(second, rig.lane);
        Rig reader = new Rig(rig.table);
        reader.get("/nowhere", "Host: b.example");
        reader.request.fields().clear();
        reader.request.fields().add("Host", "a.example");
        reader.request.authority().read("a.example".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 9);
        other.onHead(reader.request, null);
        assertThat(rig.records).containsExactly("503 upstream-busy");
        rig.open(false);
        rig.answerAlone(200);
    }

    @Test
    void aBodyThatSaysItIsTooLongIsRefusedBeforeAnythingIsSent() {
        Rig rig = limited(10);
        rig.request("POST", "/", "Content-Length: 11");
        assertThat(rig.lane.opens).isEmpty();
        assertThat(rig.client.log).startsWith("close", "head 413 Content Too Large [Content-Type, Cache-Control]");
        assertThat(rig.records).containsExactly("413 body-too-large");
    }

    @Test
    void aBodyThatGrowsTooLongIsRefusedWhileItIsStreamed() {
        Rig rig = limited(10);
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        FakeUpstream upstream = rig.open(false);
        rig.clientSends("0123456789");
        rig.clientSends("!");
        assertThat(upstream.body).hasToString("0123456789");
        assertThat(upstream.cancelled).isTrue();
        assertThat(rig.records).containsExactly("413 body-too-large");
        assertThat(rig.lane.livePieces).hasValue(0);
    }

    @Test
    void aBodyThatGrowsTooLongBehindTheResponseHeadCutsTheConnection() {
        Rig rig = limited(1);
        rig.request("POST", "/", "Transfer-Encoding: chunked");
        rig.open(false);
        rig.answer(200);
        rig.clientSends("too long");
        assertThat(rig.client.log).endsWith("abort body-too-large");
        assertThat(rig.records).containsExactly("200 body-too-large");
        assertThat(rig.lane.livePieces).hasValue(0);
    }

    @Test
    void everyAnswerOfSluicesOwnHasTheStatusOfItsReason() {
        for (Reason reason : Reason.values()) {
            if (reason.status() != 0) {
                assertThat(StatusText.of(reason.status())).as(reason.text()).isNotEmpty();
            }
        }
    }

    private static Rig limited(long maxBytes) {
        return new Rig(new Table(1)
                .route("a.example", "/", "web", new RoutePolicy.RequestBodyLimit(maxBytes))
                .upstream("web", Rig.ONE)
                .serve());
    }
}
