package dev.sluice.rollout;

import dev.sluice.key.FleetName;

/** Releases for tests of other packages. */
public final class Sampled {
    private Sampled() {}

    /** A release with one route to a Service of this name. */
    public static Release release(String service) {
        return releases(service).fleet(FleetName.DEFAULT).orElseThrow().newest();
    }

    /** Releases of the default fleet, one after the other, each with one route to one of these Services. */
    public static Releases releases(String... services) {
        Story story = new Story(new ReleaseHistory.Bounds(100, 1 << 20));
        for (String service : services) {
            story.ingress("web", service).release();
        }
        return story.releases;
    }
}
