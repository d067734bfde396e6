package dev.sluice.dataplane;

import dev.sluice.settings.Section;
import java.time.Duration;

/**
 * What becomes of connections that are tunnels (WebSockets and other upgrades).
 *
 * @param most open at a time; 0 refuses all of them
 * @param closeSpread over how long they end when a drain closes them, each at a moment of its own
 */
record TunnelSettings(int most, Duration closeSpread) {
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** @throws dev.sluice.settings.InvalidSetting for a value that cannot be */
    static TunnelSettings read(Section section) {
        return new TunnelSettings(
                section.integer("max", 0, MOST), section.duration("close-spread", Duration.ZERO, LONGEST));
    }

    /** The spread that leaves time to the last of them before a drain cuts what is left. */
    Duration closeSpread(Duration drainTimeout) {
        Duration most = drainTimeout.multipliedBy(2).dividedBy(3);
        return closeSpread.compareTo(most) < 0 ? closeSpread : most;
    }
}
