package dev.sluice.engine.netty;

import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.MalformedClientHello;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a handshake failed, as far as the libraries tell it. */
final class HandshakeFailure {
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

    private HandshakeFailure() {}

    /** @param cause null if the connection just ended */
    static HandshakeEnd of(@Nullable Throwable cause, boolean expired) {
        if (expired) {
            return HandshakeEnd.TIMEOUT;
        }
        for (Throwable link = cause; link != null; link = link.getCause()) {
            HandshakeEnd known = one(link);
            if (known != null) {
                return known;
            }
        }
        return cause == null || cause instanceof IOException && !(cause instanceof SSLException)
                ? HandshakeEnd.CLIENT_GONE
                : HandshakeEnd.FAILED;
    }

    private static @Nullable HandshakeEnd one(Throwable cause) {
        return switch (cause) {
            case NotSslRecordException e -> HandshakeEnd.NOT_TLS;
            case TooLongFrameException e -> HandshakeEnd.HELLO_TOO_LONG;
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
