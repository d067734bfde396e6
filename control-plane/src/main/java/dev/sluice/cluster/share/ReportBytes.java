package dev.sluice.cluster.share;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.cluster.share.v1.Acked;
import dev.sluice.cluster.share.v1.DataPlane;
import dev.sluice.cluster.share.v1.FailingEndpoint;
import dev.sluice.cluster.share.v1.Health;
import dev.sluice.cluster.share.v1.Mark;
import dev.sluice.cluster.share.v1.Place;
import dev.sluice.cluster.share.v1.Profile;
import dev.sluice.cluster.share.v1.Refused;
import dev.sluice.cluster.share.v1.Report;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.Identity;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports as bytes. A thousand data planes serve a few versions and have few profiles: each is written once and named by
 * its index.
 */
final class ReportBytes {
    private static final Logger LOG = LoggerFactory.getLogger(ReportBytes.class);
    private static final int MOST_VERSIONS_OF_ACKS = 100;
    private static final Map<String, Delivery> DELIVERIES =
            Arrays.stream(Delivery.values()).collect(Collectors.toUnmodifiableMap(Delivery::name, each -> each));

    private ReportBytes() {}

    static byte[] write(ReplicaReport report) {
        return new Writing().write(report).toByteArray();
    }

    /** Empty, with a line in the log, for bytes that are no report. */
    static Optional<ReplicaReport> read(byte[] bytes) {
        try {
            return Optional.of(new Reading(Report.parseFrom(bytes)).report());
        } catch (InvalidProtocolBufferException
                | UndecodableException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            LOG.warn("What another replica says of itself cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    /** One that a later version has is nothing that we can act on. */
    private static Delivery delivery(String name) {
        return DELIVERIES.getOrDefault(name, Delivery.WAITING);
    }

    /** Collects what is named by its index. */
    private static final class Writing {
        private final Map<Version, Integer> versions = new LinkedHashMap<>();
        private final Map<Profile, Integer> profiles = new LinkedHashMap<>();

        Report write(ReplicaReport report) {
            Report.Builder builder = Report.newBuilder()
                    .setName(report.id().name())
                    .setIncarnation(report.id().incarnation())
                    .setAddress(report.address())
                    .setSoftware(report.software())
                    .setReady(report.ready())
                    .setConfirmed(report.confirmed())
                    .setPlace(Place.newBuilder()
                            .setEpochSource(report.epoch().source())
                            .setEpochGeneration(report.epoch().generation())
                            .addAllFreshness(marks(report.freshness().consumed())))
                    .setDecision(report.decision())
                    .addAllProvedLower(marks(report.provedLower()));
            report.dataPlanes().forEach(view -> builder.addDataPlanes(dataPlane(view)));
            versions.keySet()
                    .forEach(version ->
                            builder.addVersions(WireCodec.toWire(version).toByteString()));
            return builder.addAllProfiles(profiles.keySet()).build();
        }

        private DataPlane dataPlane(DataPlaneView view) {
            DataPlane.Builder builder = DataPlane.newBuilder()
                    .setSession(view.session())
                    .setNode(view.node())
                    .setProfile(profile(view.identity()))
                    .setConnectedAt(view.connectedAt().toEpochMilli())
                    .setServing(serving(view.serving()))
                    .setAnsweredAt(millis(view.answeredAt()))
                    .setOffered(view.offered().map(this::index).orElse(0))
                    .setOfferedAt(millis(view.offeredAt()))
                    .setDelivery(view.delivery().name())
                    .setNacks(view.nacks())
                    .setLastNack(view.lastNack());
            view.refused().forEach(refused -> builder.addRefused(refused(refused)));
            view.health().ifPresent(health -> builder.setHealth(health(health)));
            for (DataPlaneView.Acked ack : view.acks()) {
                if (!known(ack.version())) {
                    break; // what was before it would be told without it
                }
                builder.addAcks(Acked.newBuilder()
                        .setVersion(serving(ack.version()))
                        .setAt(ack.at().toEpochMilli()));
            }
            return builder.build();
        }

        private int profile(Identity identity) {
            Profile profile = Profile.newBuilder()
                    .setFleet(identity.fleet().value())
                    .setZone(identity.zone())
                    .setEngine(identity.engine())
                    .setSoftware(identity.software())
                    .addAllCapabilities(identity.capabilities())
                    .build();
            return profiles.computeIfAbsent(profile, any -> profiles.size());
        }

        /** Whether the version may be named for an ack of the past: versions are long, and there may be many. */
        private boolean known(Version version) {
            return versions.containsKey(version) || versions.size() < MOST_VERSIONS_OF_ACKS;
        }

        private int serving(Version version) {
            return version.equals(Version.NONE) ? 0 : index(version);
        }

        private int index(Version version) {
            return versions.computeIfAbsent(version, any -> versions.size() + 1);
        }
    }

    private static Refused refused(RefusedResource refused) {
        return Refused.newBuilder()
                .setKey(WireCodec.toWire(refused.key()).toByteString())
                .setReason(refused.reason())
                .setServingLastForm(refused.servingLastForm())
                .build();
    }

    private static Health health(DataPlaneView.Health health) {
        return Health.newBuilder()
                .setReady(health.ready())
                .setDraining(health.draining())
                .setConnections(health.connections())
                .setRequests(health.requests())
                .setFailed(health.failed())
                .addAllBindFailures(health.bindFailures())
                .setRequestRate(health.rates().requests())
                .setFailureRate(health.rates().failures())
                .addAllFailing(
                        health.failing().stream().map(ReportBytes::failing).toList())
                .setMoreFailing(health.moreFailing())
                .build();
    }

    private static FailingEndpoint failing(DataPlaneView.FailingEndpoint endpoint) {
        return FailingEndpoint.newBuilder()
                .setAuthority(endpoint.authority())
                .setFailures(endpoint.failures())
                .setReason(endpoint.reason())
                .setSince(endpoint.since().toEpochMilli())
                .build();
    }

    private static List<Mark> marks(SortedMap<WatchKey, Long> numbers) {
        List<Mark> marks = new ArrayList<>(numbers.size());
        numbers.forEach((watch, number) -> marks.add(Mark.newBuilder()
                .setGroup(watch.kind().group())
                .setKind(watch.kind().kind())
                .setScope(watch.scope())
                .setNumber(number)
                .build()));
        return marks;
    }

    private static long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(0L);
    }

    /** Looks up what is named by its index. */
    private static final class Reading {
        private final Report report;
        private final List<Version> versions = new ArrayList<>();

        Reading(Report report) throws UndecodableException, InvalidProtocolBufferException {
            this.report = report;
            for (ByteString bytes : report.getVersionsList()) {
                versions.add(WireCodec.fromWire(dev.sluice.wire.v1.Version.parseFrom(bytes)));
            }
        }

        ReplicaReport report() throws UndecodableException, InvalidProtocolBufferException {
            Place place = report.getPlace();
            List<DataPlaneView> dataPlanes = new ArrayList<>();
            for (DataPlane dataPlane : report.getDataPlanesList()) {
                dataPlanes.add(view(dataPlane));
            }
            return new ReplicaReport(
                    new ReplicaId(report.getName(), report.getIncarnation()),
                    report.getAddress(),
                    report.getSoftware(),
                    report.getReady(),
                    report.getConfirmed(),
                    new Epoch(place.getEpochSource(), place.getEpochGeneration()),
                    new Freshness(numbers(place.getFreshnessList())),
                    report.getDecision(),
                    numbers(report.getProvedLowerList()),
                    dataPlanes);
        }

        private DataPlaneView view(DataPlane dataPlane) throws UndecodableException, InvalidProtocolBufferException {
            List<RefusedResource> refused = new ArrayList<>();
            for (Refused one : dataPlane.getRefusedList()) {
                refused.add(new RefusedResource(
                        WireCodec.fromWire(dev.sluice.wire.v1.Key.parseFrom(one.getKey())),
                        one.getReason(),
                        one.getServingLastForm()));
            }
            return new DataPlaneView(
                    dataPlane.getSession(),
                    identity(dataPlane.getNode(), report.getProfiles(dataPlane.getProfile())),
                    Instant.ofEpochMilli(dataPlane.getConnectedAt()),
                    version(dataPlane.getServing()).orElse(Version.NONE),
                    time(dataPlane.getAnsweredAt()),
                    version(dataPlane.getOffered()),
                    time(dataPlane.getOfferedAt()),
                    delivery(dataPlane.getDelivery()),
                    refused,
                    dataPlane.getNacks(),
                    dataPlane.getLastNack(),
                    dataPlane.hasHealth() ? Optional.of(health(dataPlane.getHealth())) : Optional.empty(),
                    acks(dataPlane));
        }

        private List<DataPlaneView.Acked> acks(DataPlane dataPlane) {
            List<DataPlaneView.Acked> acks = new ArrayList<>(dataPlane.getAcksCount());
            for (Acked ack : dataPlane.getAcksList()) {
                acks.add(new DataPlaneView.Acked(
                        version(ack.getVersion()).orElse(Version.NONE), Instant.ofEpochMilli(ack.getAt())));
            }
            return acks;
        }

        private Optional<Version> version(int index) {
            return index == 0 ? Optional.empty() : Optional.of(versions.get(index - 1));
        }
    }

    private static Identity identity(String node, Profile profile) {
        return new Identity(
                node,
                new FleetName(profile.getFleet()),
                profile.getZone(),
                profile.getEngine(),
                profile.getSoftware(),
                profile.getCapabilitiesList());
    }

    private static DataPlaneView.Health health(Health health) {
        return new DataPlaneView.Health(
                health.getReady(),
                health.getDraining(),
                health.getConnections(),
                health.getRequests(),
                health.getFailed(),
                health.getBindFailuresList(),
                new DataPlaneView.Rates(health.getRequestRate(), health.getFailureRate()),
                health.getFailingList().stream().map(ReportBytes::failing).toList(),
                health.getMoreFailing());
    }

    private static DataPlaneView.FailingEndpoint failing(FailingEndpoint endpoint) {
        return new DataPlaneView.FailingEndpoint(
                endpoint.getAuthority(),
                endpoint.getFailures(),
                endpoint.getReason(),
                Instant.ofEpochMilli(endpoint.getSince()));
    }

    private static SortedMap<WatchKey, Long> numbers(List<Mark> marks) {
        SortedMap<WatchKey, Long> numbers = new TreeMap<>();
        marks.forEach(mark -> numbers.put(
                new WatchKey(new ObjectKind(mark.getGroup(), mark.getKind()), mark.getScope()), mark.getNumber()));
        return numbers;
    }

    private static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
