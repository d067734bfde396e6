package dev.sluice.tls;

import java.time.Duration;
import java.util.List;

/**
 * How TLS is spoken with clients, where a host says nothing else.
 *
 * @param provider whose TLS
 * @param versions as in {@code TLSv1.3}; one or more
 * @param ciphers IANA names, in order of preference; of all versions
 * @param strictNames whether a handshake is refused whose name no host is for, instead of being answered with the default
 *     certificate
 * @param tickets whether sessions are resumed by tickets
 * @param sessionLife how long a session can be resumed
 * @param keyLife how long a key of this process's own seals tickets; it opens them twice as long
 */
public record TlsSettings(
        Provider provider,
        List<String> versions,
        List<String> ciphers,
        boolean strictNames,
        boolean tickets,
        Duration sessionLife,
        Duration keyLife) {
    /** Whose TLS. */
    public enum Provider {
        /** BoringSSL where it loads, else that of the JDK. */
        AUTO,
        OPENSSL,
        JDK
    }

    /** TLS 1.3, and of TLS 1.2 what has forward secrecy and authenticated encryption (RFC 9325 section 4.2). */
    public static final List<String> MODERN_CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** As reference.conf has it. */
    public static final TlsSettings USUAL = new TlsSettings(
            Provider.AUTO,
            List.of("TLSv1.3", "TLSv1.2"),
            MODERN_CIPHERS,
            false,
            true,
            Duration.ofHours(24),
            Duration.ofHours(12));

    public TlsSettings {
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
    }

    public TlsSettings withProvider(Provider other) {
        return new TlsSettings(other, versions, ciphers, strictNames, tickets, sessionLife, keyLife);
    }
}
