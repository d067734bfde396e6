package dev.sluice.rollout.decide;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.DataPlaneView.Identity;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A data plane of a test.
 *
 * @param decision of the version that it serves
 */
record Planes(
        String node, long decision, Delivery delivery, long served, long failed, List<String> refused, int nacks) {
    /** One that is well and has served a thousand requests, of which two failed. */
    static Planes well(String node, long decision) {
        return new Planes(node, decision, Delivery.CURRENT, 1000, 2, List.of(), 0);
    }

    Planes delivery(Delivery now) {
        return new Planes(node, decision, now, served, failed, refused, nacks);
    }

    Planes serves(long now) {
        return new Planes(node, now, delivery, served, failed, refused, nacks);
    }

    Planes more(long moreServed, long moreFailed) {
        return new Planes(node, decision, delivery, served + moreServed, failed + moreFailed, refused, nacks);
    }

    Planes refuses(String... routes) {
        return new Planes(node, decision, delivery, served, failed, List.of(routes), nacks);
    }

    Planes nacked() {
        return new Planes(node, decision, delivery, served, failed, refused, nacks + 1);
    }

    Planes restarted() {
        return new Planes(node, decision, delivery, 1, 0, refused, nacks);
    }

    DataPlaneView view() {
        Version serving = new Version(new Epoch("test", 1), decision, Freshness.NONE, Digest.EMPTY);
        return new DataPlaneView(
                1,
                new Identity(node, FleetName.DEFAULT, "", "test", "1", List.of()),
                Instant.EPOCH,
                serving,
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                delivery,
                refused.stream()
                        .map(route -> new RefusedResource(new RouteKey(route), "an unknown policy", true))
                        .toList(),
                nacks,
                nacks == 0 ? "" : "CAUSE_UNDECODABLE: bad",
                Optional.of(new Health(true, false, 0, served, failed, List.of())));
    }
}
