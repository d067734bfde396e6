package dev.sluice.observe;

import dev.sluice.engine.Engine;
import dev.sluice.http.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How many connections an engine has. */
public final class ConnectionMetrics {
    private ConnectionMetrics() {}

    private static final Reason[] CUTS = {
        Reason.HTTP2_PROTOCOL,
        Reason.HTTP2_RESETS,
        Reason.HTTP2_CONTINUATION,
        Reason.HTTP2_FLOOD,
        Reason.PROXY_UNTRUSTED,
        Reason.PROXY_HEADER,
        Reason.ARRIVAL_TIMEOUT,
        Reason.REQUEST_TIMEOUT,
        Reason.CONNECTION_LIMIT,
        Reason.CLIENT_CONNECTION_LIMIT
    };

    public static void register(MeterRegistry registry, Engine engine) {
        Gauge.builder("sluice.client.connections", engine, Engine::clientConnections)
                .description("Client connections open now.")
                .register(registry);
        Gauge.builder("sluice.upstream.connections", engine, Engine::upstreamConnections)
                .description("Connections to backends open now, in use and idle.")
                .register(registry);
        for (Reason reason : CUTS) {
            FunctionCounter.builder("sluice.client.connections.cut", engine, cut -> cut.connectionsCut(reason))
                    .tag("reason", reason.text())
                    .description("Client connections that were ended because their client broke a protocol or a limit.")
                    .register(registry);
        }
        FunctionCounter.builder("sluice.client.requests.refused", engine, ConnectionMetrics::streamsRefused)
                .tag("reason", Reason.HTTP2_STREAMS.text())
                .description("Requests of clients that were refused before they were looked at.")
                .register(registry);
    }

    private static double streamsRefused(Engine engine) {
        return engine.requestsRefused(Reason.HTTP2_STREAMS);
    }
}
