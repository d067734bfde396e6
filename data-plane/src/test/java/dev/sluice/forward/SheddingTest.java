package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import dev.sluice.origin.Trust;
import dev.sluice.proxy.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When requests are refused so that others are served in time. */
class SheddingTest {
    private static final long LATE = Duration.ofMillis(300).toNanos();
    private final LaneRandom random = new LaneRandom(1);
    private final Shedding shedding = new Shedding(new Overload(Duration.ofMillis(250), 100, Duration.ofSeconds(1)), 2);

    private int shed() {
        int shed = 0;
        for (int i = 0; i < 1000; i++) {
            shed += shedding.sheds(random) ? 1 : 0;
        }
        return shed;
    }

    private void looked(int times, long late) {
        for (int i = 0; i < times; i++) {
            shedding.looked(late);
        }
    }

    @Test
    void oneLateMomentShedsNothing() {
        looked(Shedding.PATIENCE - 1, LATE * 100);
        looked(1, 0);
        looked(Shedding.PATIENCE - 1, LATE);
        assertThat(shed()).isZero();
    }

    @Test
    void aLaneThatStaysLateShedsMoreAndMoreButNeverAll() {
        looked(Shedding.PATIENCE, LATE);
        int first = shed();
        assertThat(first).isBetween(50, 150);
        looked(3, LATE);
        assertThat(shed()).isBetween(first + 200, 500);
        looked(100, LATE);
        assertThat(shed()).isBetween(900, 990);
    }

    @Test
    void aLaneThatKeepsUpAgainShedsLessAndLess() {
        looked(Shedding.PATIENCE + 100, LATE);
        looked(10, 0);
        assertThat(shedding.level()).isEqualTo(45);
        looked(10, 0);
        assertThat(shed()).isZero();
    }

    @Test
    void aLaneWithNothingToDoIsNotLate() {
        looked(100, LATE);
        shedding.idle();
        looked(Shedding.PATIENCE - 1, LATE);
        assertThat(shed()).isZero();
    }

    @Test
    void eachLaneHasItsShareOfRequestsInFlight() {
        for (int i = 0; i < 50; i++) {
            shedding.begun();
        }
        assertThat(shed()).isZero();
        shedding.begun();
        assertThat(shed()).isEqualTo(1000);
        shedding.ended();
        assertThat(shed()).isZero();
    }

    @Test
    void requestsBeyondThoseInFlightAreAnswered503WithRetryAfterButHealthIsAlwaysTold() {
        HealthPath health = new HealthPath("/healthz", HealthPath.Hosts.ANY, Set.of(), () -> Reason.HEALTHY);
        Overload overload = new Overload(Duration.ZERO, 1, Duration.ofSeconds(7));
        Table table = new Table(1)
                .route("a.example", "/", "web")
                .upstream("web", Rig.ONE)
                .serve();
        Rig rig = new Rig(table, new Front(Trust.NOBODY, health, overload));
        FakeClient other = new FakeClient();
        ClientEvents<Piece> events = rig.pipeline.connected(other, rig.lane);
        rig.get("/");
        get(events, "/");
        assertThat(other.log).anyMatch(line -> line.startsWith("head ") && line.contains("Retry-After"));
        assertThat(other.body.toString()).contains("reason: overloaded");
        get(events, "/healthz");
        assertThat(other.body.toString()).contains("reason: healthy");
        rig.open(false);
        rig.answerAlone(204);
        get(events, "/");
        assertThat(rig.records).containsExactly("503 overloaded", "200 healthy", "204 forwarded");
        assertThat(rig.lane.opens).hasSize(2);
    }

    private static void get(ClientEvents<Piece> events, String target) {
        RequestHead head = new RequestHead();
        byte[] bytes = target.getBytes(StandardCharsets.US_ASCII);
        head.target(bytes, 0, bytes.length);
        head.fields().add("Host", "a.example");
        assertThat(new RequestRules().check(head)).isNull();
        events.onHead(head, null);
        events.onEnd(null);
    }
}
