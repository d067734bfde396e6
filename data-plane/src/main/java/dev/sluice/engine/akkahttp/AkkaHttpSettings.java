package dev.sluice.engine.akkahttp;

import dev.sluice.engine.LeastRate;
import java.time.Duration;

/**
 * Bounds of the engine.
 *
 * @param lanes single-threaded dispatchers, 1 or more
 * @param maxConnections client connections open at a time; more wait in the accept queue
 * @param clientHeads what request heads may be
 * @param backendHeads what response heads may be
 * @param arrivalTimeout from accepting a connection until HTTP: a PROXY header and a TLS handshake
 * @param headTimeout from the first byte of a request to the end of its head
 * @param keepAliveTimeout between two requests
 * @param bodyTimeout between two pieces of a request body that the pipeline waits for
 * @param sendTimeout for a client to take more of a response that Akka HTTP holds
 * @param linger for a client to close, once the connection is closed towards it
 * @param lingerBytes most bytes read and dropped meanwhile, so that the client can read the answer
 * @param upstreamIdleTimeout after which an idle connection to a backend is closed
 * @param maxConnectionsPerEndpoint of one lane to one endpoint
 * @param bodyRate at which a client must send a request body while it is waited for
 */
public record AkkaHttpSettings(
        int lanes,
        int maxConnections,
        HeadLimits clientHeads,
        HeadLimits backendHeads,
        Duration arrivalTimeout,
        Duration headTimeout,
        Duration keepAliveTimeout,
        Duration bodyTimeout,
        Duration sendTimeout,
        Duration linger,
        long lingerBytes,
        Duration upstreamIdleTimeout,
        int maxConnectionsPerEndpoint,
        LeastRate bodyRate) {

    /**
     * Bounds of a head.
     *
     * @param bytes of the whole head
     * @param startLineBytes of its first line without the line end
     * @param fields how many
     */
    public record HeadLimits(int bytes, int startLineBytes, int fields) {}

    /** What an edge in a trusted network would choose. */
    public static AkkaHttpSettings standard(int lanes) {
        return new AkkaHttpSettings(
                lanes,
                10_000,
                new HeadLimits(32 * 1024, 8 * 1024, 128),
                new HeadLimits(64 * 1024, 8 * 1024, 256),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                4L << 20,
                Duration.ofSeconds(60),
                1024,
                LeastRate.USUAL);
    }
}
