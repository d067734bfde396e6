package dev.sluice.engine.netty;

import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.HandshakeFault;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a handshake failed, as far as Netty and the libraries tell it. */
final class HandshakeFailure {
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
            default -> HandshakeFault.of(cause);
        };
    }
}
