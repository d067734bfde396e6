package dev.sluice.observe;

import dev.sluice.engine.Engine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How many connections an engine has. */
public final class ConnectionMetrics {
    private ConnectionMetrics() {}

    public static void register(MeterRegistry registry, Engine engine) {
        Gauge.builder("sluice.client.connections", engine, Engine::clientConnections)
                .description("Client connections open now.")
                .register(registry);
        Gauge.builder("sluice.upstream.connections", engine, Engine::upstreamConnections)
                .description("Connections to backends open now, in use and idle.")
                .register(registry);
    }
}
