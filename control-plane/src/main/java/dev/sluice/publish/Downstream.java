package dev.sluice.publish;

import dev.sluice.wire.v1.FromControlPlane;
import io.grpc.Status;

/** The stream towards one data plane, as its session and those who ask it something see it. Safe for every thread. */
public interface Downstream {
    /** Whether a message can be sent without piling up in memory. */
    boolean ready();

    /** Sends a message; one that is sent while the stream is not ready is buffered by it. */
    void send(FromControlPlane message);

    /** Lets the data plane send one more message. */
    void request();

    /** Ends the stream; further calls of any method do nothing. */
    void end(Status status);
}
