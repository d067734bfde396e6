package dev.sluice.engine.netty;

import java.io.IOException;

/** Whose fault it is that a connection failed. */
final class ConnectionFault {
    private ConnectionFault() {}

    /**
     * Whether the peer or the network did it, as who resets, or breaks TLS: Netty wraps what its TLS throws. Anybody can do so as
     * often as they like, so that it belongs in no log.
     */
    static boolean ofPeer(Throwable cause) {
        return cause instanceof IOException || cause.getCause() instanceof IOException;
    }
}
