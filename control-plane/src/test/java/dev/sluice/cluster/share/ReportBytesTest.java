package dev.sluice.cluster.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.sluice.cluster.share.v1.Report;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Acked;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.FailingEndpoint;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.DataPlaneView.Identity;
import dev.sluice.replica.DataPlaneView.Rates;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportBytesTest {
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final WatchKey SECRET = new WatchKey(ObjectKind.SECRET, "shop/tls");

    private static final int ROUNDS = 200;

    private static Version version(long number) {
        Freshness freshness = Freshness.NONE.with(INGRESSES, number).with(SECRET, number - 1);
        return new Version(new Epoch("cluster", 2), 7, freshness, new Digest(number, 2, 3, 4));
    }

    private static DataPlaneView dataPlane(int i) {
        return new DataPlaneView(
                i,
                new Identity(
                        "edge-" + i, new FleetName("public"), "zone-" + i % 3, "netty", "1.0", List.of("replicas")),
                Instant.ofEpochMilli(1_000 + i),
                i % 5 == 0 ? Version.NONE : version(100),
                i % 5 == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(2_000 + i)),
                i % 7 == 0 ? Optional.of(version(101)) : Optional.empty(),
                i % 7 == 0 ? Optional.of(Instant.ofEpochMilli(3_000)) : Optional.empty(),
                Delivery.values()[i % Delivery.values().length],
                i % 11 == 0 ? List.of(new RefusedResource(new ListenerKey("https-443"), "no", true)) : List.of(),
                i % 2,
                i % 2 == 0 ? "" : "CAUSE: detail",
                Optional.of(health(i)),
                List.of(
                        new Acked(version(100), Instant.ofEpochMilli(2_000 + i)),
                        new Acked(Version.NONE, Instant.ofEpochMilli(1_000 + i))));
    }

    private static Health health(int i) {
        return new Health(
                true,
                false,
                5,
                100,
                1,
                List.of("http-80 on port 80: taken"),
                new Rates(i / 10.0, 0.5),
                i % 40 == 0
                        ? List.of(new FailingEndpoint("10.0.0.1:80", 3, "connect-failed", Instant.ofEpochMilli(5_000)))
                        : List.of(),
                i % 4);
    }

    static ReplicaReport report(String name, int dataPlanes) {
        TreeMap<WatchKey, Long> proved = new TreeMap<>();
        proved.put(INGRESSES, 500L);
        return new ReplicaReport(
                new ReplicaId(name, 17),
                "10.0.0.1:7070",
                "1.2.3",
                true,
                false,
                new Epoch("cluster", 2),
                Freshness.NONE.with(INGRESSES, 99),
                7,
                proved,
                IntStream.range(0, dataPlanes)
                        .mapToObj(ReportBytesTest::dataPlane)
                        .toList());
    }

    @Test
    void whatIsWrittenIsReadTheSame() {
        ReplicaReport report = report("one", 50);
        assertThat(ReportBytes.read(ReportBytes.write(report))).contains(report);
    }

    @Test
    void aThousandDataPlanesFitManyTimesIntoAFrame() {
        assertThat(ReportBytes.write(report("one", 1_000)).length).isLessThan(160_000);
    }

    /** Five times a second, if something changes all the time. */
    @Test
    void writingAThousandDataPlanesTakesLessThanAFiftiethOfACore() {
        ReplicaReport report = report("one", 1_000);
        rounds(report);
        double share = (double) rounds(report) / ROUNDS * 5 / TimeUnit.SECONDS.toNanos(1);
        System.out.printf("writing reports of 1,000 data planes: %.3f %% of a core%n", share * 100);
        assertThat(share).isLessThan(0.02);
    }

    /** The time that the processor spent on all of them. */
    private static long rounds(ReplicaReport report) {
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(ReportBytes.write(report)).isNotEmpty();
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    }

    @Test
    void withoutReasonsItIsSmallerAndNamesWhatIsRefused() {
        ReplicaReport report = report("one", 200);
        ReplicaReport shorter = report.withoutReasons();
        assertThat(ReportBytes.write(shorter).length).isLessThan(ReportBytes.write(report).length);
        assertThat(shorter.dataPlanes().getFirst().refused())
                .containsExactly(new RefusedResource(new ListenerKey("https-443"), "", true));
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() throws Exception {
        ReplicaReport report = report("one", 2);
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        byte[] bytes = Report.parseFrom(ReportBytes.write(report)).toBuilder()
                .setUnknownFields(later)
                .build()
                .toByteArray();
        assertThat(ReportBytes.read(bytes)).contains(report);
    }

    @Test
    void bytesThatAreNoReportAreNothing() {
        assertThat(ReportBytes.read(new byte[] {1, 2, 3})).isEmpty();
    }
}
