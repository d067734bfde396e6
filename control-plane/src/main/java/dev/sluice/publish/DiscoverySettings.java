package dev.sluice.publish;

import java.time.Duration;

/**
 * Where and how data planes connect.
 *
 * @param port 0 chooses a free one
 * @param maxInboundBytes size of one message from a data plane
 * @param maxSessions data planes that may be connected at once
 * @param helloTimeout after which a stream that has not said Hello is ended
 * @param keepAliveTime a connection that has been silent for so long is asked whether it is alive
 * @param keepAliveTimeout after which one that has not answered is closed
 * @param permitKeepAliveTime how often a data plane may ask
 * @param security how the stream is protected, and who may follow it
 */
public record DiscoverySettings(
        String host,
        int port,
        int maxInboundBytes,
        int maxSessions,
        Duration helloTimeout,
        Duration keepAliveTime,
        Duration keepAliveTimeout,
        Duration permitKeepAliveTime,
        DiscoverySecurity security) {}
