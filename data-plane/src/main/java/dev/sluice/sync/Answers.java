package dev.sluice.sync;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.Refused;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.BindFailure;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.FailingEndpoint;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Health;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Nack;
import dev.sluice.wire.v1.Served;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a data plane says, within bounds: whatever is refused, an answer stays far below the longest message. */
final class Answers {
    static final int PROTOCOL = 1;
    /** So many refused resources are named in one Ack, in the order of their keys; all are counted in a metric. */
    static final int MAX_REFUSED = 500;
    /** So many endpoints that do not answer are named in one report; the rest are counted. */
    static final int MAX_FAILING = 100;
    /** Characters of a reason or detail. */
    static final int MAX_TEXT = 500;

    private Answers() {}

    /** @param history of what was served, newest first */
    static Hello hello(DataPlaneIdentity identity, Version serving, List<Served> history) {
        Hello.Builder hello = Hello.newBuilder()
                .setNode(identity.node())
                .setFleet(identity.fleet().value())
                .setZone(identity.zone())
                .setEngine(identity.engine())
                .setSoftware(identity.software())
                .addAllCapabilities(identity.capabilities())
                .addAllServed(history)
                .setProtocol(PROTOCOL);
        if (!serving.equals(Version.NONE)) {
            hello.setServing(WireCodec.toWire(serving));
        }
        return hello.build();
    }

    static FromDataPlane ack(Version version, Map<ResourceKey, Refused> refused) {
        return FromDataPlane.newBuilder().setAck(builder(version, refused)).build();
    }

    /** What was offered is older than {@code version}, which stays. */
    static FromDataPlane older(Version version, Map<ResourceKey, Refused> refused) {
        return FromDataPlane.newBuilder()
                .setAck(builder(version, refused).setOlder(true))
                .build();
    }

    private static Ack.Builder builder(Version version, Map<ResourceKey, Refused> refused) {
        Ack.Builder ack = Ack.newBuilder().setVersion(WireCodec.toWire(version));
        new TreeMap<>(refused)
                .entrySet().stream()
                        .limit(MAX_REFUSED)
                        .forEach(entry -> ack.addRefused(dev.sluice.wire.v1.Refused.newBuilder()
                                .setKey(WireCodec.toWire(entry.getKey()))
                                .setReason(bounded(entry.getValue().reason()))
                                .setServingLastForm(entry.getValue().servingLastForm())));
        return ack;
    }

    static FromDataPlane nack(Nack.Cause cause, String detail, dev.sluice.wire.v1.Version offered) {
        Nack.Builder nack = Nack.newBuilder().setCause(cause).setDetail(bounded(detail));
        if (!offered.equals(dev.sluice.wire.v1.Version.getDefaultInstance())) {
            nack.setOffered(offered);
        }
        return FromDataPlane.newBuilder().setNack(nack).build();
    }

    /**
     * @param failing endpoints that do not answer; the first by address are named
     * @param nowNanos as {@link System#nanoTime}
     */
    static FromDataPlane health(HealthReport report, List<EndpointRuntime> failing, long nowNanos) {
        Health.Builder health = Health.newBuilder()
                .setReady(report.ready())
                .setDraining(report.draining())
                .setConnections(report.connections())
                .setRequests(report.requests())
                .setFailed(report.failed());
        report.bindFailures().stream()
                .limit(MAX_REFUSED)
                .forEach(failure -> health.addBindFailures(BindFailure.newBuilder()
                        .setListener(failure.listener())
                        .setPort(failure.localPort())
                        .setReason(bounded(failure.reason()))));
        List<FailingEndpoint> named = failing.stream()
                .flatMap(endpoint -> failing(endpoint, nowNanos).stream())
                .sorted(Comparator.comparing(FailingEndpoint::getAuthority))
                .toList();
        named.stream().limit(MAX_FAILING).forEach(health::addFailing);
        health.setMoreFailing(Math.max(0, named.size() - MAX_FAILING));
        return FromDataPlane.newBuilder().setHealth(health).build();
    }

    /** Empty for one that has just answered. */
    private static Optional<FailingEndpoint> failing(EndpointRuntime endpoint, long nowNanos) {
        return Optional.ofNullable(endpoint.failing())
                .map(failing -> FailingEndpoint.newBuilder()
                        .setAuthority(endpoint.id().authority())
                        .setFailures(failing.failures())
                        .setReason(failing.reason())
                        .setSeconds(TimeUnit.NANOSECONDS.toSeconds(nowNanos - failing.sinceNanos()))
                        .build());
    }

    static FromDataPlane result(CommandResult.Builder result) {
        return FromDataPlane.newBuilder().setCommandResult(result).build();
    }

    static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    }
}
