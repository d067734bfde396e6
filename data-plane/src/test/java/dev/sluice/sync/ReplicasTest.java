package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.key.Version;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several replicas is followed, and how one is changed for another. On real sockets. */
@Timeout(60)
final class ReplicasTest {
    private static final EncodedTable FIRST = Tables.host("one.example");
    private static final EncodedTable SECOND =
            FIRST.apply(List.of(WireCodec.encode(Tables.route("two.example"))), List.of());
    private static final EncodedTable THIRD =
            SECOND.apply(List.of(WireCodec.encode(Tables.route("three.example"))), List.of());

    private ControlPlaneDouble here;
    private ControlPlaneDouble there;

    @BeforeEach
    void start() throws Exception {
        here = ControlPlaneDouble.start();
        there = ControlPlaneDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        here.close();
        there.close();
    }

    @Test
    void aReplicaThatWasToldIsFollowedWhenTheConfiguredOneDies() throws Exception {
        try (SyncFixture fixture = new SyncFixture(here.address())) {
            ControlPlaneDouble.Stream stream = first(1);
            stream.replicas(here.address(), there.address());
            stream.move(
                    new ControlPlaneAddress("127.0.0.1", 1)); // is answered by a counter once all before it was read
            await().until(() -> fixture.count("sluice.sync.moves", "outcome", "unknown") == 1);
            assertThat(fixture.serving.candidates())
                    .extracting(Candidate::toString)
                    .containsExactly(here.address().toString(), there.address().toString());
            here.close();
            ControlPlaneDouble.Stream next = there.accept();
            assertThat(WireCodec.fromWire(next.hello().getServing())).isEqualTo(Tables.version(FIRST, 1));
            next.snapshot(SECOND, Tables.version(SECOND, 2));
            next.ack();
            assertThat(fixture.serves("two.example")).isTrue();
            assertThat(fixture.gauge(
                            "sluice.sync.replicas", "address", there.address().toString()))
                    .isEqualTo(1);
            assertThat(fixture.gauge(
                            "sluice.sync.replicas", "address", here.address().toString()))
                    .isZero();
        }
    }

    @Test
    void aMoveKeepsTheOldStreamUntilTheNewOneHasSpoken() throws Exception {
        try (SyncFixture fixture = new SyncFixture(here.address())) {
            ControlPlaneDouble.Stream old = first(1);
            old.replicas(here.address(), there.address());
            old.move(there.address());
            ControlPlaneDouble.Stream arriving = there.accept();
            arriving.hello();
            old.snapshot(SECOND, Tables.version(SECOND, 2)); // goes on while the other one has not spoken
            old.ack();
            assertThat(fixture.serves("two.example")).isTrue();
            assertThat(old.open()).isTrue();
            arriving.snapshot(THIRD, Tables.version(THIRD, 3));
            arriving.ack();
            assertThat(fixture.serves("three.example")).isTrue();
            assertThat(old.awaitEnd()).isNotEqualTo("still open");
            assertThat(arriving.open()).isTrue();
            assertThat(fixture.serving.status().connectedTo()).contains(there.address());
            assertThat(fixture.count("sluice.sync.moves", "outcome", "moved")).isEqualTo(1);
        }
    }

    @Test
    void aReplicaThatIsToldByNameIsLookedUpBeforeItIsNeeded() throws Exception {
        String name = "second.localhost";
        try (SyncFixture fixture = new SyncFixture(
                f -> f.hosts = new SyncFixture.Hosts(Map.of(name, List.of("127.0.0.1"))), here.address())) {
            ControlPlaneDouble.Stream old = first(1);
            ControlPlaneAddress named = new ControlPlaneAddress(name, there.port());
            old.replicas(named);
            await().until(() -> fixture.serving.candidates().size() == 2);
            old.move(named);
            there.accept().hello();
        }
    }

    @Test
    void aMoveToAReplicaThatIsBehindIsNotMade() throws Exception {
        try (SyncFixture fixture = new SyncFixture(here.address())) {
            ControlPlaneDouble.Stream old = first(5);
            old.replicas(there.address());
            old.move(there.address());
            ControlPlaneDouble.Stream arriving = there.accept();
            arriving.snapshot(SECOND, Tables.version(SECOND, 4));
            assertThat(arriving.awaitEnd()).isNotEqualTo("still open");
            old.snapshot(THIRD, Tables.version(THIRD, 6));
            old.ack();
            assertThat(fixture.serves("three.example")).isTrue();
            assertThat(old.open()).isTrue();
            assertThat(fixture.count("sluice.sync.moves", "outcome", "older")).isEqualTo(1);
        }
    }

    @Test
    void aMoveToAReplicaThatDoesNotSpeakIsGivenUp() throws Exception {
        try (SyncFixture fixture =
                new SyncFixture(f -> f.patience = Duration.ofMillis(300), here.address(), there.address())) {
            ControlPlaneDouble.Stream old = first(1);
            old.move(there.address());
            ControlPlaneDouble.Stream arriving = there.accept();
            arriving.hello();
            assertThat(arriving.awaitEnd()).isNotEqualTo("still open");
            old.snapshot(SECOND, Tables.version(SECOND, 2));
            old.ack();
            assertThat(fixture.serves("two.example")).isTrue();
            assertThat(fixture.count("sluice.sync.moves", "outcome", "late")).isEqualTo(1);
        }
    }

    @Test
    void aMoveToAReplicaThatIsAwayIsGivenUp() throws Exception {
        try (SyncFixture fixture = new SyncFixture(here.address(), there.address())) {
            ControlPlaneDouble.Stream old = first(1);
            there.close();
            old.move(there.address());
            await().until(() -> fixture.count("sluice.sync.moves", "outcome", "failed") == 1);
            old.snapshot(SECOND, Tables.version(SECOND, 2));
            old.ack();
            assertThat(old.open()).isTrue();
        }
    }

    @Test
    void whenTheOldStreamEndsBeforeTheNewOneHasSpokenTheNewOneIsFollowed() throws Exception {
        try (SyncFixture fixture = new SyncFixture(here.address(), there.address())) {
            ControlPlaneDouble.Stream old = first(1);
            old.move(there.address());
            ControlPlaneDouble.Stream arriving = there.accept();
            arriving.hello();
            old.end();
            await().until(() -> fixture.serving
                    .status()
                    .connectedTo()
                    .filter(there.address()::equals)
                    .isPresent());
            arriving.snapshot(SECOND, Tables.version(SECOND, 2));
            arriving.ack();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    @Test
    void movesThatComeTooSoonAfterAnotherAndThoseToWhereItIsAreNotMade() throws Exception {
        try (SyncFixture fixture =
                new SyncFixture(f -> f.movePause = Duration.ofHours(1), here.address(), there.address())) {
            ControlPlaneDouble.Stream old = first(1);
            old.move(here.address());
            old.move(there.address());
            ControlPlaneDouble.Stream arriving = there.accept();
            arriving.snapshot(SECOND, Tables.version(SECOND, 2));
            arriving.ack();
            arriving.move(here.address());
            await().until(() -> fixture.count("sluice.sync.moves", "outcome", "too-soon") == 1);
            assertThat(fixture.count("sluice.sync.moves", "outcome", "needless"))
                    .isEqualTo(1);
            assertThat(arriving.open()).isTrue();
            fixture.now = fixture.now.plus(Duration.ofHours(2));
            arriving.move(here.address());
            here.accept().hello();
        }
    }

    @Test
    void everyAddressOfANameIsTried() throws Exception {
        String name = "control.test";
        try (ControlPlaneDouble other = ControlPlaneDouble.startOn("127.0.0.2", here.port());
                SyncFixture fixture = new SyncFixture(
                        f -> f.hosts = new SyncFixture.Hosts(Map.of(name, List.of("127.0.0.1", "127.0.0.2"))),
                        new ControlPlaneAddress(name, here.port()))) {
            assertThat(fixture.serving.candidates()).isNotNull();
            boolean hereFirst = fixture.beginsWith(here.address());
            ControlPlaneDouble first = hereFirst ? here : other;
            ControlPlaneDouble second = hereFirst ? other : here;
            ControlPlaneDouble.Stream stream = first.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            first.close();
            second.accept().hello();
        }
    }

    @Test
    void aNameThatDoesNotResolveIsAskedAgain() throws Exception {
        Map<String, List<String>> names = new java.util.concurrent.ConcurrentHashMap<>();
        try (SyncFixture fixture = new SyncFixture(
                f -> f.hosts = new SyncFixture.Hosts(names), new ControlPlaneAddress("control.test", here.port()))) {
            await().until(() -> fixture.serving.status().problem().isPresent());
            names.put("control.test", List.of("127.0.0.1"));
            here.accept().hello();
        }
    }

    @Test
    void aReplicaThatAcceptsAndSaysNothingIsLeft() throws Exception {
        try (ServerSocket frozen = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                SyncFixture fixture = new SyncFixture(
                        f -> f.connectTimeout = Duration.ofMillis(200),
                        new ControlPlaneAddress("127.0.0.1", frozen.getLocalPort()),
                        here.address())) {
            ControlPlaneDouble.Stream stream = here.accept();
            stream.snapshot(FIRST, Tables.version(FIRST, 1));
            stream.ack();
            assertThat(fixture.serves("one.example")).isTrue();
        }
    }

    @Test
    void aControlPlaneOfAnotherProtocolIsLeftForTheNext() throws Exception {
        try (SyncFixture fixture = new SyncFixture(here.address(), there.address())) {
            here.accept()
                    .fail(Status.FAILED_PRECONDITION.withDescription("Hello speaks protocol 1, this one speaks 2"));
            there.accept().hello();
            await().until(() -> fixture.serving.status().connectedTo().isPresent());
        }
    }

    @Test
    void whenAllAreBehindItServesOnAndGoesRoundUntilOneIsNot() throws Exception {
        try (SyncFixture fixture =
                new SyncFixture(f -> f.patience = Duration.ofMillis(300), here.address(), there.address())) {
            first(5).end();
            for (ControlPlaneDouble behind : List.of(there, here, there)) {
                ControlPlaneDouble.Stream stream = behind.accept();
                stream.snapshot(SECOND, Tables.version(SECOND, 4));
                assertThat(stream.ack().getOlder()).isTrue();
                assertThat(stream.awaitEnd()).isNotEqualTo("still open");
                assertThat(fixture.serves("two.example")).isFalse();
                assertThat(fixture.serves("one.example")).isTrue();
            }
            Version raised = new Version(
                    new dev.sluice.key.Epoch("test", 2),
                    0,
                    Tables.version(SECOND, 4).freshness(),
                    SECOND.digest());
            ControlPlaneDouble.Stream stream = here.accept();
            stream.snapshot(SECOND, raised);
            assertThat(stream.ack().getOlder()).isFalse();
            assertThat(fixture.serves("two.example")).isTrue();
        }
    }

    private ControlPlaneDouble.Stream first(long freshness) throws Exception {
        ControlPlaneDouble.Stream stream = here.accept();
        stream.snapshot(FIRST, Tables.version(FIRST, freshness));
        stream.ack();
        return stream;
    }
}
