package dev.sluice.engine.netty;

import dev.sluice.http.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertificateException;

/** Why a connection to a backend could not be made. */
final class ConnectFailure {
    private ConnectFailure() {}

    /** The handshake failed. */
    static final class Insecure extends Exception {
        private static final long serialVersionUID = 1;

        Insecure(String message, Throwable cause) {
            super(message, cause, false, false);
        }

        Insecure(String message) {
            super(message, null, false, false);
        }
    }

    static Reason reason(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException e -> Reason.CONNECT_TIMEOUT;
            case Insecure e when e.getCause() instanceof SslHandshakeTimeoutException -> Reason.CONNECT_TIMEOUT;
            case Insecure e -> Reason.UPSTREAM_TLS;
            default -> Reason.CONNECT_FAILED;
        };
    }

    /** What the certificate lacks, if it is that; else what the library says. */
    static String text(Throwable cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof CertificateException) {
                return String.valueOf(link.getMessage());
            }
        }
        return String.valueOf(cause.getMessage());
    }
}
