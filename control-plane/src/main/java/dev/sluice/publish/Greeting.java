package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.wire.v1.Hello;

/** Reads a Hello. */
final class Greeting {
    /** Of the protocol that this control plane speaks. */
    static final int PROTOCOL = 1;

    private static final int MAX_NAME = 253;

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

    /** {@link Version#NONE} if it has no state, or one whose version says nothing here: it gets everything. */
    static Version serving(Hello hello) {
        return hello.hasServing() ? Received.version(hello.getServing()).orElse(Version.NONE) : Version.NONE;
    }
}
