package dev.sluice.engine.akkahttp;

/** Fails a connection's stream on purpose; says nothing of where, because that is known. */
final class ConnectionCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionCut() {
        super("the connection is cut", null, false, false);
    }
}
