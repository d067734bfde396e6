package dev.sluice.replica;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one connected data plane.
 *
 * @param session tells two streams of the same data plane apart
 * @param serving what it said that it serves; {@link Version#NONE} if it has no state
 * @param answeredAt when it last acknowledged something on this stream; before, {@code refused} is not known
 * @param offered what it was sent and has not answered
 * @param offeredAt when it was sent that
 * @param refused what it could not compile, by its last ack
 * @param nacks since it connected
 * @param lastNack cause and detail; empty if there was none
 */
public record DataPlaneView(
        long session,
        Identity identity,
        Instant connectedAt,
        Version serving,
        Optional<Instant> answeredAt,
        Optional<Version> offered,
        Optional<Instant> offeredAt,
        Delivery delivery,
        List<RefusedResource> refused,
        int nacks,
        String lastNack,
        Optional<Health> health) {
    /** How it stands to the newest version. */
    public enum Delivery {
        /** Nothing has been published yet. */
        WAITING,
        /** It has answered for the newest version. */
        CURRENT,
        /** An update is on its way. */
        SENDING,
        /** An update has not been answered for longer than it should take. */
        LAGGING,
        /** It serves something newer than what there is to offer. */
        AHEAD
    }

    /** Who it says it is. */
    public record Identity(
            String node, FleetName fleet, String zone, String engine, String software, List<String> capabilities) {
        public Identity {
            capabilities = List.copyOf(capabilities);
        }
    }

    /**
     * A resource that the data plane does not apply.
     *
     * @param servingLastForm whether an earlier form of it is still served
     */
    public record RefusedResource(ResourceKey key, String reason, boolean servingLastForm) {}

    /** What the data plane last said of itself; the numbers are since its start. */
    public record Health(
            boolean ready, boolean draining, long connections, long requests, long failed, List<String> bindFailures) {
        public Health {
            bindFailures = List.copyOf(bindFailures);
        }
    }

    public DataPlaneView {
        refused = List.copyOf(refused);
    }

    /** Whether nothing but its health differs. */
    public boolean sameButForHealth(DataPlaneView other) {
        return other.equals(new DataPlaneView(
                session,
                identity,
                connectedAt,
                serving,
                answeredAt,
                offered,
                offeredAt,
                delivery,
                refused,
                nacks,
                lastNack,
                other.health));
    }

    /** The same with refused resources named, but not why. */
    DataPlaneView withoutReasons() {
        List<RefusedResource> named = refused.stream()
                .map(one -> new RefusedResource(one.key(), "", one.servingLastForm()))
                .toList();
        return new DataPlaneView(
                session,
                identity,
                connectedAt,
                serving,
                answeredAt,
                offered,
                offeredAt,
                delivery,
                named,
                nacks,
                "",
                health);
    }

    /** Its unique name. */
    public String node() {
        return identity.node();
    }
}
