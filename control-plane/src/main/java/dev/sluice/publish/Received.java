package dev.sluice.publish;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView.FailingEndpoint;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.DataPlaneView.Rates;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what data planes send. */
final class Received {
    private static final Logger LOG = LoggerFactory.getLogger(Received.class);

    /** As many as a data plane names. */
    private static final int MOST_FAILING = 100;

    private Received() {}

    /** Empty for one that cannot be read. */
    static Optional<Version> version(dev.sluice.wire.v1.Version version) {
        try {
            return Optional.of(WireCodec.fromWire(version));
        } catch (UndecodableException e) {
            LOG.warn("A data plane names a version that cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** A key that cannot be read costs its own entry. */
    static List<RefusedResource> refused(List<Refused> refused) {
        List<RefusedResource> resources = new ArrayList<>();
        for (Refused one : refused) {
            try {
                ResourceKey key = WireCodec.fromWire(one.getKey());
                resources.add(new RefusedResource(key, one.getReason(), one.getServingLastForm()));
            } catch (UndecodableException e) {
                LOG.warn("A data plane refuses a resource whose key cannot be read: {}", e.getMessage());
            }
        }
        return resources;
    }

    /** @param now failures are told by how long they have lasted: clocks differ */
    static Health health(dev.sluice.wire.v1.Health health, Instant now) {
        return new Health(
                health.getReady(),
                health.getDraining(),
                health.getConnections(),
                health.getRequests(),
                health.getFailed(),
                health.getBindFailuresList().stream()
                        .map(failure ->
                                failure.getListener() + " on port " + failure.getPort() + ": " + failure.getReason())
                        .toList(),
                Rates.NONE,
                health.getFailingList().stream()
                        .limit(MOST_FAILING)
                        .map(endpoint -> failing(endpoint, now))
                        .toList(),
                health.getMoreFailing() + Math.max(0, health.getFailingCount() - MOST_FAILING));
    }

    /** To whole seconds, so that what lasts stays what it was. */
    private static FailingEndpoint failing(dev.sluice.wire.v1.FailingEndpoint endpoint, Instant now) {
        return new FailingEndpoint(
                endpoint.getAuthority(),
                endpoint.getFailures(),
                endpoint.getReason(),
                Instant.ofEpochSecond(now.getEpochSecond() - endpoint.getSeconds()));
    }
}
