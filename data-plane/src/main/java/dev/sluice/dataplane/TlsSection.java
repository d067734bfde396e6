package dev.sluice.dataplane;

import dev.sluice.settings.Section;
import dev.sluice.tls.TlsSettings;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Reads {@code sluice.data-plane.tls}. */
final class TlsSection {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** RFC 8446 section 4.6.1: no ticket is good for longer. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private TlsSection() {}

    static TlsSettings read(Section section) {
        return new TlsSettings(
                section.choice("provider", TlsSettings.Provider.class),
                versions(section),
                ciphers(section),
                section.flag("strict-names"),
                section.flag("session-tickets"),
                section.duration("session-life", SHORTEST, LONGEST),
                section.duration("ticket-key-life", SHORTEST, LONGEST));
    }

    private static List<String> versions(Section section) {
        List<String> versions = section.texts("versions");
        if (versions.isEmpty() || !VERSIONS.containsAll(versions)) {
            throw section.invalid("versions", versions, "one or more of " + VERSIONS);
        }
        return versions;
    }

    private static List<String> ciphers(Section section) {
        List<String> ciphers = section.texts("ciphers");
        if (ciphers.isEmpty()) {
            return TlsSettings.MODERN_CIPHERS;
        }
        Set<String> known = known();
        for (String cipher : ciphers) {
            if (!known.contains(cipher)) {
                throw section.invalid("ciphers", cipher, "IANA names, as TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            }
        }
        return ciphers;
    }

    private static Set<String> known() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
