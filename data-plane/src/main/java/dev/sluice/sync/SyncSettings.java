package dev.sluice.sync;

import dev.sluice.settings.Section;
import dev.sluice.sync.disk.StateKeys;
import dev.sluice.sync.disk.StateOwner;
import dev.sluice.wire.UpdateAssembler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a data plane keeps itself at the newest state.
 *
 * @param controlPlanes at least one; begun with at a place that differs from data plane to data plane
 * @param security how they are spoken to
 */
public record SyncSettings(
        List<ControlPlaneAddress> controlPlanes,
        ControlPlaneSecurity security,
        Following following,
        LastGood lastGood,
        Names names) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /**
     * How a control plane is followed.
     *
     * @param connectTimeout to establish a connection
     * @param keepAlive a connection on which nothing came for so long is asked whether it lives
     * @param keepAliveTimeout and given up if it does not answer for so long
     * @param backoff between tries
     * @param patience how long a replica that has only an older state, or none, is followed before the next is tried; and
     *     how long another one that is to be followed may take until it speaks
     * @param movePause between two moves to another replica that a control plane asks for
     * @param healthPeriod between reports on health
     * @param bounds of one transaction
     */
    public record Following(
            Duration connectTimeout,
            Duration keepAlive,
            Duration keepAliveTimeout,
            Backoff backoff,
            Duration patience,
            Duration movePause,
            Duration healthPeriod,
            UpdateAssembler.Bounds bounds) {}

    /**
     * The last good state on disk.
     *
     * @param folder empty to keep none
     * @param maxAge an older one is served, but the data plane is not ready
     * @param readyWhenStale it is nevertheless
     * @param writePeriod at most one write in it
     * @param maxBytes a longer file is not read
     * @param keys under which private keys stand there; without one they do not
     * @param readyWithoutKeys whether the data plane is ready while hosts wait for private keys that are not there
     */
    public record LastGood(
            Optional<Path> folder,
            StateOwner owner,
            Duration maxAge,
            boolean readyWhenStale,
            Duration writePeriod,
            long maxBytes,
            StateKeys keys,
            boolean readyWithoutKeys) {}

    /**
     * Names of backends.
     *
     * @param leastAge an answer of DNS is kept at least so long, whatever its time to live; failed questions wait so long
     * @param mostAge and at most so long
     * @param max names beyond are not resolved, their upstreams have no endpoint
     * @param family which addresses are used of a name that has both
     * @param localAnswers whether loopback, link-local and unspecified addresses are used: whoever may write a Service could
     *     otherwise reach what only this machine should
     */
    public record Names(Duration leastAge, Duration mostAge, int max, Family family, boolean localAnswers) {
        /** Which addresses are used of a name that has both IPv4 and IPv6 ones. */
        public enum Family {
            /** IPv6 only where there is no IPv4: many clusters have no way out for IPv6. */
            PREFER_IPV4,
            PREFER_IPV6,
            ALL
        }
    }

    public SyncSettings {
        controlPlanes = List.copyOf(controlPlanes);
        if (controlPlanes.isEmpty()) {
            throw new IllegalArgumentException("no control plane: expected " + ControlPlaneAddress.FORM);
        }
    }

    /**
     * @param section {@code sluice.data-plane}
     * @param keys of the last good state
     */
    public static SyncSettings read(Section section, StateOwner owner, StateKeys keys) {
        List<ControlPlaneAddress> controlPlanes =
                section.parsed("control-planes", ControlPlaneAddress::parse, ControlPlaneAddress.FORM);
        return new SyncSettings(
                controlPlanes,
                ControlPlaneSecurity.read(section, controlPlanes),
                following(section.section("following")),
                lastGood(
                        section.section("last-good-state"),
                        section.optional("state-dir").map(Path::of),
                        owner,
                        keys),
                names(section.section("names")));
    }

    private static Following following(Section section) {
        Duration least = section.duration("backoff-least", MILLISECOND, HOUR);
        return new Following(
                section.duration("connect-timeout", MILLISECOND, HOUR),
                section.duration("keep-alive", Duration.ofSeconds(10), HOUR), // gRPC raises lower ones to 10 s
                section.duration("keep-alive-timeout", MILLISECOND, HOUR),
                new Backoff(least, section.duration("backoff-most", least, HOUR)),
                section.duration("patience", MILLISECOND, HOUR),
                section.duration("move-pause", Duration.ZERO, HOUR),
                section.duration("health-period", MILLISECOND, HOUR),
                new UpdateAssembler.Bounds(
                        section.integer("max-resources", 1, Integer.MAX_VALUE),
                        section.bytes("max-update", 1, Long.MAX_VALUE)));
    }

    private static LastGood lastGood(Section section, Optional<Path> folder, StateOwner owner, StateKeys keys) {
        return new LastGood(
                folder,
                owner,
                section.duration("max-age", Duration.ofSeconds(1), Duration.ofDays(3650)),
                section.flag("ready-when-stale"),
                section.duration("write-period", MILLISECOND, HOUR),
                section.bytes("max-size", 1, Integer.MAX_VALUE - 64), // is read into one array
                keys,
                section.flag("ready-without-keys"));
    }

    private static Names names(Section section) {
        Duration least = section.duration("least-age", MILLISECOND, HOUR);
        return new Names(
                least,
                section.duration("most-age", least, Duration.ofHours(24)),
                section.integer("max", 0, 1_000_000),
                section.choice("family", Names.Family.class),
                section.flag("local-answers"));
    }
}
