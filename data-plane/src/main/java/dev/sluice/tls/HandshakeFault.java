package dev.sluice.tls;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a handshake failed, as far as the libraries of TLS tell it. */
public final class HandshakeFault {
    /** BoringSSL's words, then the JDK's. */
    private static final List<String> NOTHING_IN_COMMON = List.of(
            "no_shared_cipher",
            "unsupported_protocol",
            "no_common_signature_algorithms",
            "no_shared_group",
            "no cipher suites in common",
            "client requested protocol",
            "supported_versions");

    private static final List<String> CLIENT_CERTIFICATE =
            List.of("peer_did_not_return_a_certificate", "certificate_verify_failed", "empty client certificate chain");

    private HandshakeFault() {}

    /** Of one exception without its causes; null if it tells nothing. */
    public static @Nullable HandshakeEnd of(Throwable cause) {
        return switch (cause) {
            case MalformedClientHello e -> HandshakeEnd.MALFORMED_HELLO;
            case CertificateException e -> HandshakeEnd.CLIENT_CERTIFICATE;
            case SSLException e -> said(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    private static @Nullable HandshakeEnd said(String message) {
        if (NOTHING_IN_COMMON.stream().anyMatch(message::contains)) {
            return HandshakeEnd.NOTHING_IN_COMMON;
        }
        if (CLIENT_CERTIFICATE.stream().anyMatch(message::contains)) {
            return HandshakeEnd.CLIENT_CERTIFICATE;
        }
        return message.contains("alert") ? HandshakeEnd.CLIENT_ALERT : null;
    }
}
