package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.controlplane.EventClient.Told;
import dev.sluice.publish.Sample;
import dev.sluice.state.Meta;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Health;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes as those who follow are told of them, over HTTP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ApiEventsTest {
    private static final long SOON_MILLIS = 1000;

    private Running running;

    @BeforeEach
    void start() {
        running = started("1m");
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static Running started(String longest) {
        return new Running(
                Map.of("api.events.heartbeat", "200ms", "api.events.longest", longest, "api.events.pace", "20ms"),
                Optional.empty());
    }

    private EventClient follow(String query, String lastId) throws Exception {
        return new EventClient(running.plane.apiPort(), query, lastId);
    }

    private void web() throws Exception {
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                Sample.ingress("web", "web.example", "web"));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aReceiptFillsUpAsDataPlanesAcknowledge() throws Exception {
        web();
        try (StreamClient one = running.connect("edge-1");
                StreamClient two = running.connect("edge-2");
                EventClient events = follow("", "")) {
            one.applyNext();
            two.applyNext();
            assertThat(events.next().event()).isEqualTo("hello");
            events.next(
                    "dataplanes",
                    data -> data.toString().contains("edge-2")
                            && data.toString().contains("current"));
            running.source.seen(Sample.ingress("more", "more.example", "web")
                    .withMeta(new Meta("uid-more", "200", 1, 0, new TreeMap<>())));
            JsonNode begun = receipt(events, 0);
            assertThat(begun.path("liveSince").isNull()).isTrue();
            one.applyNext();
            assertThat(receipt(events, 1).at("/fleets/0/missing/0/node").asText())
                    .isEqualTo("edge-2");
            long acknowledged = System.nanoTime();
            two.applyNext();
            JsonNode live = receipt(events, 2);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - acknowledged))
                    .isLessThan(SOON_MILLIS);
            assertThat(live.path("verdict").asText()).isEqualTo("live");
            assertThat(live.at("/fleets/0/serving/1/since").asText()).startsWith("20");
            assertThat(live.path("tookMillis").isNumber()).isTrue();
        }
    }

    private static JsonNode receipt(EventClient events, int live) throws InterruptedException {
        Told told = events.next("receipts", data -> {
            JsonNode item = more(data);
            return item.at("/fleets/0/live").asInt(-1) == live;
        });
        return more(told.data());
    }

    private static JsonNode more(JsonNode data) {
        for (JsonNode item : data.path("items")) {
            if (item.path("object").asText().equals("Ingress default/more")) {
                return item;
            }
        }
        return data.path("none");
    }

    @Test
    void problemsDecisionsHistoryAndFleetsAreTold() throws Exception {
        web();
        try (StreamClient plane = running.connect("edge-1");
                EventClient events = follow("?topics=problems,decision,history,fleets", "")) {
            plane.applyNext();
            running.source.apply(Sample.ingress("lost", "lost.example", "nowhere"));
            Told problem = events.next(
                    "problems", data -> data.path("added").toString().contains("nowhere"));
            assertThat(problem.data().path("errors").asInt()).isEqualTo(1);
            running.source.delete(Sample.ingress("lost", "lost.example", "nowhere"));
            events.next("problems", data -> data.path("removed").toString().contains("nowhere"));
            events.next("history", data -> data.toString().contains("Ingress default/lost"));
            running.decide("{\"action\":\"freeze\",\"who\":\"ann\",\"why\":\"a test\"}");
            events.next("fleets", data -> data.at("/fleets/0/course").asText().equals("hold"));
            running.decide("{\"action\":\"unfreeze\",\"who\":\"bob\",\"why\":\"a test\"}");
            Told decision = events.next("decision", data -> data.path("number").asInt() == 2);
            assertThat(decision.data().at("/cause/who").asText()).isEqualTo("bob");
        }
    }

    @Test
    void loadIsToldOnceASecondAndADrainToo() throws Exception {
        web();
        try (StreamClient plane = running.connect("edge-1");
                EventClient events = follow("?topics=dataplanes,fleets", "")) {
            plane.applyNext();
            plane.send(FromDataPlane.newBuilder()
                    .setHealth(
                            Health.newBuilder().setReady(true).setDraining(true).setConnections(7)));
            Told told = events.next(
                    "fleets", data -> data.at("/fleets/0/connections").asInt() == 7);
            assertThat(told.data().at("/fleets/0/dataPlanes/draining").asInt()).isEqualTo(1);
        }
        try (EventClient events = follow("?topics=dataplanes", "")) {
            events.next("dataplanes", data -> data.path("gone").toString().contains("edge-1"));
        }
    }

    @Test
    void aStreamSaysThatItIsThereEndsAndGoesOnWhereItEnded() throws Exception {
        running.close();
        running = started("3s");
        web();
        String last;
        try (EventClient events = follow("", "")) {
            last = events.next().id();
            assertThat(events.comment()).startsWith(":");
            String comment = events.comment();
            while (!comment.startsWith("ended")) {
                comment = events.comment();
            }
        }
        running.source.apply(Sample.ingress("more", "more.example", "web"));
        try (EventClient events = follow("", last)) {
            Told hello = events.next();
            assertThat(hello.event()).isEqualTo("hello");
            assertThat(hello.data().path("resumed").asBoolean()).isTrue();
            events.next("history", data -> data.toString().contains("Ingress default/more"));
        }
        try (EventClient events = follow("", "another.1")) {
            assertThat(events.next().data().path("resumed").asBoolean()).isFalse();
        }
    }
}
