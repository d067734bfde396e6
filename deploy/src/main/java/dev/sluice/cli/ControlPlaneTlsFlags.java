package dev.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a data plane protects its stream to the control plane. */
final class ControlPlaneTlsFlags {
    private static final String AT = "sluice.data-plane.";

    @Option(
            names = "--control-plane-ca",
            paramLabel = "FILE",
            description = "PEM certificates of who may vouch for the control plane; read again when they change, as the"
                    + " next two are.")
    @Nullable
    String authorities;

    @Option(
            names = "--control-plane-cert",
            paramLabel = "FILE",
            description = "PEM certificates shown to the control plane.")
    @Nullable
    String certificate;

    @Option(names = "--control-plane-key", paramLabel = "FILE", description = "PEM key of that certificate.")
    @Nullable
    String key;

    @Option(
            names = "--control-plane-name",
            paramLabel = "HOST",
            description = "What the control plane's certificate is for. Default the host of --control-plane.")
    @Nullable
    String serverName;

    @Option(
            names = "--control-plane-plaintext",
            description = "Follow control planes on other machines without TLS: routes and keys travel unprotected.")
    boolean plaintext;

    void into(Flags flags) {
        flags.set("--control-plane-ca", AT + "control-plane-tls.ca", authorities);
        flags.set("--control-plane-cert", AT + "control-plane-tls.certificate", certificate);
        flags.set("--control-plane-key", AT + "control-plane-tls.key", key);
        flags.set("--control-plane-name", AT + "control-plane-tls.server-name", serverName);
        flags.set("--control-plane-plaintext", AT + "control-plane-plain-text", plaintext ? true : null);
    }
}
