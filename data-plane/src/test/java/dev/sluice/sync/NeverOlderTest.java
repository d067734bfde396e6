package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every rule by which one version stands to another, as a data plane meets it when it comes to another replica. */
@Timeout(60)
final class NeverOlderTest {
    private static final EncodedTable HELD = Tables.host("held.example");
    private static final EncodedTable OFFERED =
            HELD.apply(List.of(WireCodec.encode(Tables.route("offered.example"))), List.of());
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final WatchKey SECRETS = new WatchKey(ObjectKind.SECRET, "");

    private ControlPlaneDouble before;
    private ControlPlaneDouble other;

    @BeforeEach
    void start() throws Exception {
        before = ControlPlaneDouble.start();
        other = ControlPlaneDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        before.close();
        other.close();
    }

    @Test
    void aReplicaThatStartedLaterHasListedLaterAndIsTaken() throws Exception {
        applies(version(HELD, 1, 0, 10, 10), version(OFFERED, 1, 0, 11, 10));
    }

    @Test
    void quietKindsWithTheSameContentAreTheSameWhateverTheNumbers() throws Exception {
        Version held = version(HELD, 1, 0, 10, 10);
        assertThat(offered(held, HELD, version(HELD, 1, 0, 9, 30)).getOlder()).isFalse();
    }

    @Test
    void oneWatchBehindIsOlderHoweverFarTheOthersAre() throws Exception {
        isOlder(version(HELD, 1, 0, 10, 10), version(OFFERED, 1, 0, 9, 1000));
    }

    @Test
    void aDeletionThatARelistFoundIsNewerAlthoughItsContentIsLess() throws Exception {
        Version held = version(OFFERED, 1, 0, 10, 10);
        Ack ack = offered(OFFERED, held, HELD, version(HELD, 1, 0, 12, 10));
        assertThat(ack.getOlder()).isFalse();
        assertThat(WireCodec.fromWire(ack.getVersion()).digest()).isEqualTo(HELD.digest());
    }

    @Test
    void aRaisedEpochIsNewerAlthoughAllNumbersAreLower() throws Exception {
        applies(version(HELD, 1, 7, 10, 10), version(OFFERED, 2, 0, 1, 1));
    }

    @Test
    void aLowerEpochIsOlderAlthoughAllNumbersAreHigher() throws Exception {
        isOlder(version(HELD, 2, 0, 1, 1), version(OFFERED, 1, 9, 100, 100));
    }

    @Test
    void aRaisedDecisionIsNewerSoThatARollBackIs() throws Exception {
        applies(version(HELD, 1, 3, 10, 10), version(OFFERED, 1, 4, 5, 5));
    }

    @Test
    void aReplicaThatHasNotHeardOfTheDecisionIsOlderAlthoughItsNumbersAreHigher() throws Exception {
        isOlder(version(HELD, 1, 4, 5, 5), version(OFFERED, 1, 3, 10, 10));
    }

    @Test
    void evenTheSameContentByALowerDecisionIsOlder() throws Exception {
        Version held = version(HELD, 1, 4, 5, 5);
        Ack ack = offered(held, HELD, version(HELD, 1, 3, 5, 5));
        assertThat(ack.getOlder()).isTrue();
        assertThat(WireCodec.fromWire(ack.getVersion())).isEqualTo(held);
    }

    @Test
    void aWatchThatOnlyOneSideHasSaysNothing() throws Exception {
        Version held = version(HELD, 1, 0, 10, 10);
        Version without = new Version(new Epoch("cluster", 1), 0, Freshness.NONE.with(INGRESSES, 10), OFFERED.digest());
        assertThat(offered(held, OFFERED, without).getOlder()).isFalse();
    }

    @Test
    void anotherSourceIsAnotherWorld() throws Exception {
        Version held = version(HELD, 9, 9, 100, 100);
        Version foreign =
                new Version(new Epoch("another cluster", 1), 0, Freshness.NONE.with(INGRESSES, 1), OFFERED.digest());
        assertThat(offered(held, OFFERED, foreign).getOlder()).isFalse();
    }

    private void applies(Version held, Version offered) throws Exception {
        Ack ack = offered(held, OFFERED, offered);
        assertThat(ack.getOlder()).isFalse();
        assertThat(WireCodec.fromWire(ack.getVersion())).isEqualTo(offered);
    }

    private void isOlder(Version held, Version offered) throws Exception {
        Ack ack = offered(held, OFFERED, offered);
        assertThat(ack.getOlder()).isTrue();
        assertThat(WireCodec.fromWire(ack.getVersion())).isEqualTo(held);
    }

    private Ack offered(Version held, EncodedTable table, Version offered) throws Exception {
        return offered(HELD, held, table, offered);
    }

    /** The answer of a data plane that has a state from one replica, loses it, and is offered another's. */
    private Ack offered(EncodedTable first, Version held, EncodedTable table, Version offered) throws Exception {
        try (SyncFixture fixture =
                new SyncFixture(f -> f.patience = Duration.ofMillis(500), before.address(), other.address())) {
            ControlPlaneDouble.Stream stream = before.accept();
            stream.snapshot(first, held);
            stream.ack();
            stream.end();
            ControlPlaneDouble.Stream next = other.accept();
            assertThat(WireCodec.fromWire(next.hello().getServing())).isEqualTo(held);
            next.snapshot(table, offered);
            Ack ack = next.ack();
            assertThat(fixture.serving.current().version()).isEqualTo(WireCodec.fromWire(ack.getVersion()));
            return ack;
        }
    }

    private static Version version(EncodedTable table, long epoch, long decision, long ingresses, long secrets) {
        return new Version(
                new Epoch("cluster", epoch),
                decision,
                Freshness.NONE.with(INGRESSES, ingresses).with(SECRETS, secrets),
                table.digest());
    }
}
