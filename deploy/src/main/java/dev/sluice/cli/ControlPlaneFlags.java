package dev.sluice.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports of every mode that has a control plane, and who may follow it. */
final class ControlPlaneFlags {
    private static final String AT = "sluice.control-plane.";

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "Status API, /healthz, /readyz, /metrics. Default 7080; 0 takes a free port.")
    @Nullable
    Integer apiPort;

    @Option(
            names = "--api-host",
            paramLabel = "ADDRESS",
            description = "Where the status API listens. Default loopback.")
    @Nullable
    String apiHost;

    @Option(
            names = "--api-access",
            paramLabel = "BY",
            description = "Who may ask the status API: loopback (this machine), kubernetes (TokenReview and"
                    + " SubjectAccessReview), token-file, anyone. Default loopback, or token-file with its file.")
    @Nullable
    String apiAccess;

    @Option(
            names = "--api-token-file",
            paramLabel = "FILE",
            description = "Lines of NAME read|write TOKEN; read again when they change.")
    @Nullable
    String apiTokenFile;

    @Option(
            names = "--discovery-port",
            paramLabel = "PORT",
            description = "gRPC stream to data planes. Default 7070; 0 takes a free port.")
    @Nullable
    Integer discoveryPort;

    @Option(
            names = "--discovery-host",
            paramLabel = "ADDRESS",
            description = "Where data planes connect. Default loopback; beyond it with TLS or --discovery-plaintext.")
    @Nullable
    String discoveryHost;

    @Option(
            names = "--discovery-plaintext",
            description = "Serve data planes on the network without TLS: routes and keys travel unprotected.")
    boolean discoveryPlaintext;

    @Option(
            names = "--discovery-cert",
            paramLabel = "FILE",
            description = "PEM certificates shown to data planes; read again when they change, as the next two are.")
    @Nullable
    String discoveryCertificate;

    @Option(names = "--discovery-key", paramLabel = "FILE", description = "PEM key of that certificate.")
    @Nullable
    String discoveryKey;

    @Option(
            names = "--discovery-client-ca",
            paramLabel = "FILE",
            description = "PEM certificates of who may vouch for data planes.")
    @Nullable
    String discoveryClientCa;

    @Option(
            names = "--discovery-allow",
            paramLabel = "NAME[ fleets=A+B][ nodes=N+M]",
            split = ",",
            description = "Identities of data planes that may follow; * as first label or last segment.")
    @Nullable
    List<String> discoveryAllowed;

    @Option(
            names = "--discovery-allow-file",
            paramLabel = "FILE",
            description = "More of them, one a line; read again when it changes, and who is gone from it is cut off.")
    @Nullable
    String discoveryAllowedFile;

    @Option(
            names = "--discovery-advertise",
            paramLabel = "HOST:PORT",
            description = "Under which data planes reach this replica. Default: what is bound.")
    @Nullable
    String discoveryAdvertise;

    void into(Flags flags) {
        flags.set("--discovery-advertise", AT + "discovery.advertise", discoveryAdvertise);
        flags.set("--discovery-host", AT + "discovery.host", discoveryHost);
        flags.set("--discovery-plaintext", AT + "discovery.plain-text", discoveryPlaintext ? true : null);
        flags.set("--discovery-cert", AT + "discovery.tls.certificate", discoveryCertificate);
        flags.set("--discovery-key", AT + "discovery.tls.key", discoveryKey);
        flags.set("--discovery-client-ca", AT + "discovery.tls.client-ca", discoveryClientCa);
        flags.set("--discovery-allow", AT + "discovery.tls.allowed", discoveryAllowed);
        flags.set("--discovery-allow-file", AT + "discovery.tls.allowed-file", discoveryAllowedFile);
        flags.set("--api-host", AT + "api.host", apiHost);
        flags.set("--api-token-file", AT + "api.access.token-file", apiTokenFile);
        flags.set("--api-token-file", AT + "api.access.by", apiTokenFile == null ? null : "token-file");
        flags.set("--api-access", AT + "api.access.by", apiAccess);
        flags.set("--api-port", AT + "api.port", apiPort);
        flags.set("--discovery-port", AT + "discovery.port", discoveryPort);
    }
}
