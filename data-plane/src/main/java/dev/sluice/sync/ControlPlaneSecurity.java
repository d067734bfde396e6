package dev.sluice.sync;

import dev.sluice.identity.PlainText;
import dev.sluice.identity.TlsFiles;
import dev.sluice.settings.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the stream to a control plane is protected.
 *
 * @param files own certificate and who may vouch for control planes; empty for plain text
 * @param serverName what certificates of control planes are for, if not for the host that is configured
 * @param reload between two looks at the files
 * @param plainText whether control planes that are not on this machine are followed in plain text
 */
public record ControlPlaneSecurity(
        Optional<TlsFiles> files, Optional<String> serverName, Duration reload, boolean plainText) {
    /** Plain text, on this machine. */
    public static final ControlPlaneSecurity LOCAL =
            new ControlPlaneSecurity(Optional.empty(), Optional.empty(), Duration.ofSeconds(10), false);

    /** @param section {@code sluice.data-plane} */
    static ControlPlaneSecurity read(Section section, List<ControlPlaneAddress> controlPlanes) {
        Section tls = section.section("control-plane-tls");
        ControlPlaneSecurity security = new ControlPlaneSecurity(
                TlsFiles.read(tls, "ca"),
                tls.optional("server-name"),
                tls.duration("reload", Duration.ofMillis(100), Duration.ofHours(1)),
                section.flag("control-plane-plain-text"));
        if (security.plainText() && security.files().isPresent()) {
            throw section.invalid("control-plane-plain-text", true, "false, since control-plane-tls is set");
        }
        for (ControlPlaneAddress controlPlane : controlPlanes) {
            if (!security.mayFollow(controlPlane.host())) {
                throw section.invalid(
                        "control-planes",
                        controlPlane,
                        "a loopback address, or TLS (--control-plane-ca, --control-plane-cert and --control-plane-key),"
                                + " or --control-plane-plaintext to send configuration over the network unprotected");
            }
        }
        return security;
    }

    /** Whether a control plane at that host may be followed as things are. */
    boolean mayFollow(String host) {
        return files.isPresent() || plainText || PlainText.staysHere(host);
    }
}
