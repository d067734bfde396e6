package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The gRPC server that data planes connect to. */
public final class DiscoveryServer implements AutoCloseable {
    private static final String SERVICE = "sluice.discovery.v1.Discovery";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    /** A data plane holds one stream; the others are for health checks. */
    private static final int STREAMS_PER_CONNECTION = 16;

    private final Server server;
    private final HealthStatusManager health;
    private final ScheduledExecutorService timer;
    private final Guarded guarded;

    private DiscoveryServer(
            Server server, HealthStatusManager health, ScheduledExecutorService timer, Guarded guarded) {
        this.server = server;
        this.health = health;
        this.timer = timer;
        this.guarded = guarded;
    }

    /**
     * Binds and serves. Health says NOT_SERVING until {@link #serving}.
     *
     * @throws UncheckedIOException naming the address and the flag, if it cannot be bound
     * @throws IllegalArgumentException naming a file of TLS, or of who is allowed, that is missing or cannot be used
     */
    public static DiscoveryServer start(
            DiscoverySettings settings, ActorRef<DataPlanes.Command> dataPlanes, Meters meters) {
        Guarded guarded = Guarded.open(settings.security(), meters);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("sluice-hello-limit").daemon(true).factory());
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus(SERVICE, ServingStatus.NOT_SERVING);
        NettyServerBuilder builder = builder(settings);
        guarded.tls().ifPresent(used -> builder.sslContext(used.context()));
        Server server = builder.intercept(new PeerIdentities())
                .addService(new DiscoveryService(dataPlanes, guarded.entrance(), timer, settings.helloTimeout()))
                .addService(health.getHealthService())
                .build();
        try {
            return new DiscoveryServer(server.start(), health, timer, guarded);
        } catch (IOException e) {
            timer.shutdownNow();
            guarded.close();
            String message = "cannot listen on " + settings.host() + ":" + settings.port()
                    + " for data planes: choose another port with --discovery-port (0 for a free one)";
            throw new UncheckedIOException(message, e);
        }
    }

    /** Handlers only tell actors, so they may run on the threads that read the sockets. */
    private static NettyServerBuilder builder(DiscoverySettings settings) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(settings.host(), settings.port()))
                .directExecutor()
                .maxInboundMessageSize(settings.maxInboundBytes())
                .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION)
                .keepAliveTime(settings.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(settings.permitKeepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** The port that was bound. */
    public int port() {
        return server.getPort();
    }

    /** There is something to give to data planes. */
    public void serving() {
        health.setStatus(SERVICE, ServingStatus.SERVING);
    }

    /** Stops; streams that are still open are cut after a moment. */
    @Override
    public void close() {
        health.enterTerminalState();
        timer.shutdownNow();
        guarded.close();
        server.shutdown();
        try {
            if (!server.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
