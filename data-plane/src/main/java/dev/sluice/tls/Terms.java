package dev.sluice.tls;

import dev.sluice.http.ClientCertificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a host speaks.
 *
 * @param clients how clients prove themselves; null if they are not asked
 * @param leastVersion the lowest version of TLS, as in {@code TLSv1.2}; null for that of the data plane
 * @param ciphers of TLS 1.2, OpenSSL or IANA names, in order of preference; empty for those of the data plane
 */
public record Terms(
        @Nullable ClientVerification clients, @Nullable String leastVersion, List<String> ciphers) {
    /** No client certificates, and everything else as the data plane is set. */
    public static final Terms USUAL = new Terms(null, null, List.of());

    public Terms {
        ciphers = List.copyOf(ciphers);
    }

    /**
     * Whether a handshake that is made may stand: where it is for the handshake to judge clients, one that resumes a session has
     * not judged, and what was good then may be over by now.
     */
    public boolean admit(ClientCertificate client) {
        return clients == null
                || clients.verdict() != ClientVerification.Verdict.IN_HANDSHAKE
                || client instanceof ClientCertificate.Verified;
    }
}
