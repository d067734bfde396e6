package dev.sluice.replica;

import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import java.time.Duration;
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
 * @param acks the newest, newest first; those from before this stream came into force when it says so in its Hello
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
        Optional<Health> health,
        List<Acked> acks) {
    /** So many acks of a stream are remembered. */
    public static final int REMEMBERED_ACKS = 8;

    /** What it has served since when, by its own word. */
    public record Acked(Version version, Instant at) {}

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

    /**
     * What the data plane last said of itself; the numbers are since its start.
     *
     * @param rates between its last two reports
     * @param failing endpoints that it cannot use now, the first of many
     * @param moreFailing how many are left out
     */
    public record Health(
            boolean ready,
            boolean draining,
            long connections,
            long requests,
            long failed,
            List<String> bindFailures,
            Rates rates,
            List<FailingEndpoint> failing,
            int moreFailing) {
        public Health {
            bindFailures = List.copyOf(bindFailures);
            failing = List.copyOf(failing);
        }

        /** Of a data plane that says no more, and has said it once. */
        public Health(
                boolean ready,
                boolean draining,
                long connections,
                long requests,
                long failed,
                List<String> bindFailures) {
            this(ready, draining, connections, requests, failed, bindFailures, Rates.NONE, List.of(), 0);
        }

        /** The same, measured against what it said before. */
        public Health with(Rates measured) {
            return new Health(
                    ready, draining, connections, requests, failed, bindFailures, measured, failing, moreFailing);
        }

        /** How many endpoints it cannot use now. */
        public int failingEndpoints() {
            return failing.size() + moreFailing;
        }
    }

    /** Per second: requests that ended, and those of them that failed. */
    public record Rates(double requests, double failures) {
        public static final Rates NONE = new Rates(0, 0);

        /** Rounded to tenths, so that what is hardly different is equal; of a data plane that began anew, nothing. */
        public static Rates between(Health before, Health after, Duration passed) {
            double seconds = passed.toNanos() / 1e9;
            boolean anew = after.requests() < before.requests() || after.failed() < before.failed();
            return anew || seconds <= 0
                    ? NONE
                    : new Rates(
                            tenths((after.requests() - before.requests()) / seconds),
                            tenths((after.failed() - before.failed()) / seconds));
        }

        private static double tenths(double rate) {
            return Math.round(rate * 10) / 10.0;
        }
    }

    /**
     * An endpoint to which the data plane's last requests failed before they were answered.
     *
     * @param authority as {@code 10.0.0.1:8080}
     * @param failures in a row
     * @param reason of the last, as the access log has it
     * @param since when the first of them was
     */
    public record FailingEndpoint(String authority, int failures, String reason, Instant since) {}

    public DataPlaneView {
        refused = List.copyOf(refused);
        acks = List.copyOf(acks);
    }

    /** One whose acks are not remembered. */
    public DataPlaneView(
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
        this(
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
                health,
                List.of());
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
                other.health,
                acks));
    }

    /** The same with refused resources named, but not why, and without what it acknowledged before. */
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
                health,
                List.of());
    }

    /** Its unique name. */
    public String node() {
        return identity.node();
    }
}
