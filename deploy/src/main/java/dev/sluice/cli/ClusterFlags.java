package dev.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a control plane is one of several; each of these but host and port asks for a cluster. */
final class ClusterFlags {
    private static final String AT = "sluice.control-plane.cluster.";

    @Option(
            names = "--cluster",
            description = "Be one of several replicas. Without --seed-node and --cluster-service it founds a cluster"
                    + " that others may join.")
    boolean cluster;

    @Option(
            names = "--cluster-host",
            paramLabel = "HOST",
            description = "Address under which the others reach this replica. Default 127.0.0.1.")
    @Nullable
    String host;

    @Option(
            names = "--cluster-port",
            paramLabel = "PORT",
            description = "Akka's port between replicas. Default 25520; 0 takes a free port.")
    @Nullable
    Integer port;

    @Option(
            names = "--seed-node",
            paramLabel = "HOST:PORT[,..]",
            description = "Replicas to join, the same list everywhere; the first founds the cluster.")
    @Nullable
    String seedNodes;

    @Option(
            names = "--cluster-service",
            paramLabel = "[NAMESPACE/]NAME",
            description = "Headless Service of the replicas, with publishNotReadyAddresses; they are found by its"
                    + " EndpointSlices, and Leases in its namespace say who leads.")
    @Nullable
    String service;

    void into(Flags flags) {
        if (cluster || seedNodes != null || service != null) {
            flags.set("--cluster", AT + "enabled", true);
        }
        flags.set("--cluster-host", AT + "host", host);
        flags.set("--cluster-port", AT + "port", port);
        flags.set("--seed-node", AT + "seed-nodes", seedNodes);
        if (service != null) {
            service(flags, service);
        }
    }

    private static void service(Flags flags, String text) {
        int slash = text.indexOf('/');
        flags.set("--cluster-service", AT + "service.name", text.substring(slash + 1));
        flags.set("--cluster-service", AT + "service.namespace", slash < 0 ? null : text.substring(0, slash));
    }
}
