package dev.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports of every mode that has a control plane. */
final class ControlPlaneFlags {
    private static final String AT = "sluice.control-plane.";

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "Status API, /healthz, /readyz, /metrics. Default 7080; 0 takes a free port.")
    @Nullable
    Integer apiPort;

    @Option(
            names = "--discovery-port",
            paramLabel = "PORT",
            description = "gRPC stream to data planes. Default 7070; 0 takes a free port.")
    @Nullable
    Integer discoveryPort;

    void into(Flags flags) {
        flags.set("--api-port", AT + "api.port", apiPort);
        flags.set("--discovery-port", AT + "discovery.port", discoveryPort);
    }
}
