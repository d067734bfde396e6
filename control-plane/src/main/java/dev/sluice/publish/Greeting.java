package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a Hello. */
final class Greeting {
    /** Of the protocol that this control plane speaks. */
    static final int PROTOCOL = 1;

    private static final int MAX_NAME = 253;
    /** What is older is as old as this. */
    private static final Duration MAX_AGE = Duration.ofDays(3650);

    private Greeting() {}

    /** @throws IllegalArgumentException naming the field, its value and what was expected */
    static DataPlaneView.Identity identity(Hello hello) {
        if (hello.getNode().isEmpty() || hello.getNode().length() > MAX_NAME) {
            throw new IllegalArgumentException("node '" + hello.getNode() + "': expected 1 to 253 characters");
        }
        FleetName fleet = hello.getFleet().isEmpty() ? FleetName.DEFAULT : new FleetName(hello.getFleet());
        return new DataPlaneView.Identity(
                hello.getNode(),
                fleet,
                hello.getZone(),
                hello.getEngine(),
                hello.getSoftware(),
                hello.getCapabilitiesList());
    }

    /**
     * What it has served since when, newest first: never empty, and the first is what it serves now. That is {@link Version#NONE} if
     * it has no state, or one whose version says nothing here: it gets everything.
     */
    static List<InForce> served(Hello hello) {
        Version serving = hello.hasServing() ? version(hello.getServing()) : Version.NONE;
        List<InForce> served = new ArrayList<>();
        Duration newer = Duration.ZERO;
        for (Served one : hello.getServedList()) {
            Version version = one.hasVersion() ? version(one.getVersion()) : Version.NONE;
            boolean unreadable = one.hasVersion() && version.equals(Version.NONE);
            boolean another = served.isEmpty() && !version.equals(serving);
            if (unreadable || another || served.size() == DataPlaneView.REMEMBERED_ACKS) {
                break;
            }
            Duration age = Duration.ofMillis(Math.clamp(one.getMilliseconds(), newer.toMillis(), MAX_AGE.toMillis()));
            served.add(new InForce(version, age));
            newer = age;
        }
        return served.isEmpty() ? List.of(new InForce(serving, Duration.ZERO)) : List.copyOf(served);
    }

    /**
     * A version that a data plane has served.
     *
     * @param age since it came into force: clocks differ. Not negative, and not less than that of a newer one
     */
    record InForce(Version version, Duration age) {
        DataPlaneView.Acked at(Instant now) {
            return new DataPlaneView.Acked(version, now.minus(age));
        }
    }

    private static Version version(dev.sluice.wire.v1.Version version) {
        return Received.version(version).orElse(Version.NONE);
    }
}
