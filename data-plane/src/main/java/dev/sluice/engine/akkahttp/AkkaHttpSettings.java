package dev.sluice.engine.akkahttp;

import java.time.Duration;

/**
 * Bounds of the engine.
 *
 * @param lanes single-threaded dispatchers, 1 or more
 * @param maxConnections client connections open at a time; more wait in the accept queue
 * @param maxHeadBytes of a request or response head
 * @param headTimeout from the first byte of a request to the end of its head
 * @param keepAliveTimeout between two requests
 * @param bodyTimeout between two pieces of a request body that the pipeline waits for
 * @param upstreamIdleTimeout after which an idle connection to a backend is closed
 * @param maxConnectionsPerEndpoint of one lane to one endpoint
 */
public record AkkaHttpSettings(
        int lanes,
        int maxConnections,
        int maxHeadBytes,
        Duration headTimeout,
        Duration keepAliveTimeout,
        Duration bodyTimeout,
        Duration upstreamIdleTimeout,
        int maxConnectionsPerEndpoint) {

    /** What an edge in a trusted network would choose. */
    public static AkkaHttpSettings standard(int lanes) {
        return new AkkaHttpSettings(
                lanes,
                10_000,
                32 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofSeconds(50),
                1024);
    }
}
