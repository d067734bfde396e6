package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http1.Http1Limits;
import dev.sluice.engine.netty.http2.Http2Limits;
import java.time.Duration;

/**
 * How the engine runs.
 *
 * @param transport how to talk to the kernel
 * @param eventLoops threads and lanes, 1 or more; about as many as there are cores
 * @param clientLimits what clients may send
 * @param backendLimits what backends may send
 * @param clientHttp2 what clients may do on an HTTP/2 connection
 * @param backendHttp2 what backends may do on one
 * @param clientBounds what clients may take
 * @param clientWaits how long clients are waited for
 * @param connections what is kept towards backends
 */
public record NettySettings(
        TransportChoice transport,
        int eventLoops,
        Http1Limits clientLimits,
        Http1Limits backendLimits,
        Http2Limits clientHttp2,
        Http2Limits backendHttp2,
        ClientBounds clientBounds,
        ClientWaits clientWaits,
        BackendConnections connections) {

    public NettySettings {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops is " + eventLoops + ", expected 1 or more");
        }
    }

    /** One event loop a core, the best transport there is. */
    public static NettySettings usual() {
        return new NettySettings(
                TransportChoice.AUTO,
                Runtime.getRuntime().availableProcessors(),
                Http1Limits.CLIENT,
                Http1Limits.BACKEND,
                Http2Limits.CLIENT,
                Http2Limits.BACKEND,
                ClientBounds.USUAL,
                ClientWaits.USUAL,
                BackendConnections.USUAL);
    }

    public NettySettings withTransport(TransportChoice choice) {
        return new NettySettings(
                choice,
                eventLoops,
                clientLimits,
                backendLimits,
                clientHttp2,
                backendHttp2,
                clientBounds,
                clientWaits,
                connections);
    }

    public NettySettings withEventLoops(int loops) {
        return new NettySettings(
                transport,
                loops,
                clientLimits,
                backendLimits,
                clientHttp2,
                backendHttp2,
                clientBounds,
                clientWaits,
                connections);
    }

    public NettySettings withClientLimits(Http1Limits limits) {
        return new NettySettings(
                transport,
                eventLoops,
                limits,
                backendLimits,
                clientHttp2,
                backendHttp2,
                clientBounds,
                clientWaits,
                connections);
    }

    public NettySettings withClientHttp2(Http2Limits limits) {
        return new NettySettings(
                transport,
                eventLoops,
                clientLimits,
                backendLimits,
                limits,
                backendHttp2,
                clientBounds,
                clientWaits,
                connections);
    }

    public NettySettings withClientWaits(ClientWaits waits) {
        return new NettySettings(
                transport,
                eventLoops,
                clientLimits,
                backendLimits,
                clientHttp2,
                backendHttp2,
                clientBounds,
                waits,
                connections);
    }

    public NettySettings withClientBounds(ClientBounds bounds) {
        return new NettySettings(
                transport,
                eventLoops,
                clientLimits,
                backendLimits,
                clientHttp2,
                backendHttp2,
                bounds,
                clientWaits,
                connections);
    }

    public NettySettings withConnections(BackendConnections backends) {
        return new NettySettings(
                transport,
                eventLoops,
                clientLimits,
                backendLimits,
                clientHttp2,
                backendHttp2,
                clientBounds,
                clientWaits,
                backends);
    }

    /**
     * How long a client is waited for; each is kept to within a quarter of the shortest, at most half a second. All are
     * longer than zero.
     *
     * @param arrival from accepting a connection until its protocol is known: a PROXY header and a TLS handshake
     * @param head for a whole request head, from its first byte on
     * @param idle for the next request on a kept connection
     * @param body for more of a request body that is wanted
     * @param send for the client to take more of a response
     * @param linger for the client to close, once the connection is closed towards it
     * @param lingerBytes most bytes read and dropped meanwhile, so that the client can read the answer
     */
    public record ClientWaits(
            Duration arrival,
            Duration head,
            Duration idle,
            Duration body,
            Duration send,
            Duration linger,
            long lingerBytes) {
        public static final ClientWaits USUAL = new ClientWaits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                4L << 20);

        public ClientWaits {
            positive("arrival", arrival);
            positive("head", head);
            positive("idle", idle);
            positive("body", body);
            positive("send", send);
            positive("linger", linger);
        }

        Duration shortest() {
            return java.util.stream.Stream.of(arrival, head, idle, body, send, linger)
                    .min(Duration::compareTo)
                    .orElseThrow();
        }
    }

    /**
     * Connections to one endpoint.
     *
     * @param most connections to one endpoint over all event loops, each of which may open its share; 1 or more
     * @param waiting attempts that may wait for a connection of one event loop when there are {@code most}; 0 or more
     * @param idle how long an unused connection is kept: less than backends keep it, so that they do not close it under a
     *     request
     */
    public record BackendConnections(int most, int waiting, Duration idle) {
        public static final BackendConnections USUAL = new BackendConnections(4096, 1024, Duration.ofSeconds(60));

        public BackendConnections {
            if (most < 1 || waiting < 0) {
                throw new IllegalArgumentException(
                        "most is " + most + " and waiting " + waiting + ", expected 1 or more and 0 or more");
            }
            positive("idle", idle);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", expected longer than zero");
        }
    }
}
