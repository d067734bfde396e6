package dev.sluice.dataplane;

import dev.sluice.forward.Tunnels;
import dev.sluice.settings.Section;
import java.time.Duration;

/**
 * What becomes of connections that are tunnels (WebSockets, other upgrades, TLS that is passed through).
 *
 * @param most open at a time; 0 refuses all of them
 * @param passing how long TLS that is passed through is waited for
 * @param closeSpread over how long they end when a drain closes them, each at a moment of its own
 */
record TunnelSettings(int most, Tunnels.Passing passing, Duration closeSpread) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** @throws dev.sluice.settings.InvalidSetting for a value that cannot be */
    static TunnelSettings read(Section section) {
        return new TunnelSettings(
                section.integer("max", 0, MOST),
                new Tunnels.Passing(
                        section.duration("passthrough-connect-timeout", SHORTEST, LONGEST),
                        section.duration("passthrough-idle-timeout", SHORTEST, LONGEST)),
                section.duration("close-spread", Duration.ZERO, LONGEST));
    }

    /** The spread that leaves time to the last of them before a drain cuts what is left. */
    Duration closeSpread(Duration drainTimeout) {
        Duration most = drainTimeout.multipliedBy(2).dividedBy(3);
        return closeSpread.compareTo(most) < 0 ? closeSpread : most;
    }
}
