package dev.sluice.dataplane;

import dev.sluice.admin.AdminServer;
import dev.sluice.admin.Readiness;
import dev.sluice.compile.EndpointRegistry;
import dev.sluice.engine.Engine;
import dev.sluice.engine.netty.dns.DnsNames;
import dev.sluice.sync.ConfigClient;
import dev.sluice.sync.DataPlaneIdentity;
import dev.sluice.sync.Serving;
import dev.sluice.sync.Surroundings;
import dev.sluice.sync.SystemHosts;
import dev.sluice.wire.Capability;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running data plane. Several may run in one JVM, beside a control plane. */
public final class DataPlane implements AutoCloseable {
    /** For each step of starting or ending that waits for somebody else. */
    private static final Duration STEP_LIMIT = Duration.ofSeconds(20);

    /** For those who wait already. */
    private static final Duration FIRST_CLIENTS = Duration.ofMillis(200);

    private final Running running;
    private final DataPlaneSettings settings;
    private final Listeners listeners;
    private final InetSocketAddress admin;
    private final CompletableFuture<Void> succeeded;
    private final Closings closings;

    private DataPlane(
            Running running,
            DataPlaneSettings settings,
            Listeners listeners,
            InetSocketAddress admin,
            CompletableFuture<Void> succeeded,
            Closings closings) {
        this.running = running;
        this.settings = settings;
        this.listeners = listeners;
        this.admin = admin;
        this.succeeded = succeeded;
        this.closings = closings;
    }

    /**
     * Starts everything. Returns when both ports accept and the last good state, if there is one, is served;
     * {@link #whenReady} tells when there is something to serve.
     *
     * @param software version of Sluice
     * @throws UncheckedIOException naming port and flag, if a port cannot be bound
     * @throws IllegalStateException if something else does not start
     */
    public static DataPlane start(DataPlaneSettings settings, String software) {
        Closings closings = new Closings();
        try {
            return start(settings, software, closings);
        } catch (RuntimeException e) {
            closings.close();
            throw e;
        }
    }

    private static DataPlane start(DataPlaneSettings settings, String software, Closings closings) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closings.add("the meters", meters::close);
        Serving serving = new Serving();
        Wanted wanted = new Wanted();
        Requests requests = Requests.start(settings, serving, meters, closings, wanted);
        WarmUp warmUp = new WarmUp(
                settings,
                requests.selfSigned(),
                () -> !serving.status().compiled().certificates().isEmpty(),
                meters);
        closings.add("the warm-up", warmUp);
        Running running = new Running(settings, software, serving, requests, warmUp, meters);
        wanted.ask(running::wanted);
        DnsNames names = new DnsNames(settings.dns().servers(), settings.dns().queryTimeout());
        closings.add("the DNS client", names);
        SystemHosts hosts = new SystemHosts(settings.sync().following().connectTimeout());
        closings.add("the resolver of control planes", hosts);
        ConfigClient client = new ConfigClient(
                identity(settings, requests.engine(), software),
                settings.sync(),
                new Surroundings(
                        new EndpointRegistry(requests.engine().lanes()),
                        names,
                        hosts,
                        running,
                        meters,
                        InstantSource.system()),
                serving);
        closings.add("the configuration client", client);
        running.client(client);
        await("the last good state", client.start());
        try (Handover handover = Handover.begin(settings.handover(), requests.engine())) {
            Listeners listeners = Listeners.bind(
                    settings.listeners(),
                    handover.take(settings.listeners(), () -> warmUp.begin(Duration.ZERO), running.whenServing()),
                    requests.engine());
            running.bound(listeners);
            requests.selfSigned().begin(); // after what the first requests wait for
            warmUp.begin(FIRST_CLIENTS).thenRun(running::warm);
            handover.dismiss();
            AdminServer admin = admin(settings, running);
            closings.add("the admin port", admin);
            CompletableFuture<Void> succeeded = new CompletableFuture<>();
            closings.add("the handover", handover.offer(() -> {
                admin.close();
                running.succeeded().thenRun(() -> succeeded.complete(null));
            }));
            return new DataPlane(running, settings, listeners, admin.address(), succeeded, closings);
        }
    }

    private static DataPlaneIdentity identity(DataPlaneSettings settings, Engine engine, String software) {
        List<String> capabilities = new ArrayList<>(List.of(
                Capability.HTTP_ROUTES.text(),
                Capability.RESOLVED_UPSTREAMS.text(),
                Capability.TIMEOUTS.text(),
                Capability.REQUEST_BODY_LIMIT.text(),
                Capability.HTTPS_REDIRECT.text(),
                Capability.HSTS.text(),
                Capability.REPLICAS.text()));
        settings.engine().capabilities().forEach(capability -> capabilities.add(capability.text()));
        return new DataPlaneIdentity(
                settings.node(), settings.fleet(), settings.zone(), engine.name(), software, capabilities);
    }

    private static AdminServer admin(DataPlaneSettings settings, Running running) {
        try {
            return AdminServer.bind(settings.admin(), running);
        } catch (IOException e) {
            throw new UncheckedIOException(Listeners.cannotListen(settings.admin(), "--admin-port", e), e);
        }
    }

    private static <T> T await(String what, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(STEP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(what + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    /** Where traffic is accepted: at {@code --http-port} of the first address. */
    public InetSocketAddress httpAddress() {
        return listeners.first();
    }

    /** Where traffic within TLS is accepted: at {@code --https-port} of the first address; empty if the engine speaks none. */
    public Optional<InetSocketAddress> httpsAddress() {
        return addresses("https").stream().findFirst();
    }

    /**
     * Everywhere that traffic is accepted, in the order of the settings.
     *
     * @param scheme {@code http} or {@code https}
     */
    public List<InetSocketAddress> addresses(String scheme) {
        return listeners.of(scheme);
    }

    public InetSocketAddress adminAddress() {
        return admin;
    }

    /** As {@code netty on io_uring}. */
    public String engine() {
        return running.engineText();
    }

    public Readiness readiness() {
        return running.readiness();
    }

    /** Completes when it is ready for the first time; never fails. */
    public CompletionStage<Void> whenReady() {
        return running.whenReady();
    }

    /** Completes when another data plane has taken the listening sockets over and this one is drained; never fails. */
    public CompletionStage<Void> whenSucceeded() {
        return succeeded.copy();
    }

    /** As {@link #drain(Duration)} with the grace of the settings. */
    public CompletionStage<Void> drain() {
        return drain(settings.drain().grace());
    }

    /**
     * Takes leave: not ready from now on, connections accepted for {@code grace} more, then none, then the end of what is
     * under way. A second call changes nothing.
     *
     * @return completes when nothing is under way any more or the time for it, {@code drain.timeout}, is over; never fails
     */
    public CompletionStage<Void> drain(Duration grace) {
        return running.draining().begin(grace);
    }

    /** Drains, unless that has been done, and ends everything; waits for it. */
    @Override
    public void close() {
        Duration limit =
                settings.drain().grace().plus(settings.drain().timeout()).plus(STEP_LIMIT);
        drain().toCompletableFuture()
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        closings.close();
    }
}
