package dev.sluice.rollout;

import dev.sluice.key.FleetName;
import java.util.Comparator;

/** One of the things that data planes of a fleet may be given at the same time. */
public record Track(FleetName fleet, Turn turn) implements Comparable<Track> {
    private static final Comparator<Track> ORDER =
            Comparator.comparing(Track::fleet).thenComparing(Track::turn);

    /** Whose turn it is to be given something. */
    public enum Turn {
        /** All data planes but the one that goes first. */
        STABLE,
        /** The one data plane that goes first; only while the fleet is staged. */
        FIRST
    }

    public static Track stable(FleetName fleet) {
        return new Track(fleet, Turn.STABLE);
    }

    public static Track first(FleetName fleet) {
        return new Track(fleet, Turn.FIRST);
    }

    @Override
    public int compareTo(Track other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return turn == Turn.STABLE ? fleet.toString() : fleet + " (first)";
    }
}
