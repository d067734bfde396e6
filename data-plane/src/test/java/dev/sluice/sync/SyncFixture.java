package dev.sluice.sync;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.sluice.compile.EndpointRegistry;
import dev.sluice.compile.ServingState;
import dev.sluice.http.Reason;
import dev.sluice.key.FleetName;
import dev.sluice.key.HostName;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledAction;
import dev.sluice.resource.IpAddress;
import dev.sluice.sync.disk.StateKeys;
import dev.sluice.sync.disk.StateOwner;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/** A data plane's client with everything around it that a test may look at. */
final class SyncFixture implements AutoCloseable, Surroundings.Orders {
    final Serving serving = new Serving();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final BlockingQueue<String> drains = new LinkedBlockingQueue<>();
    final BlockingQueue<Version> served = new LinkedBlockingQueue<>();
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    volatile boolean ready = true;
    Duration patience = Duration.ofSeconds(5);
    Optional<Path> folder = Optional.empty();
    Map<String, String> environment = Map.of();
    UpdateAssembler.Bounds bounds = new UpdateAssembler.Bounds(1000, 1 << 20);
    SyncStatus loaded = SyncStatus.INITIAL;
    Duration movePause = Duration.ZERO;
    Duration connectTimeout = Duration.ofSeconds(2);
    ControlPlaneSecurity security = ControlPlaneSecurity.LOCAL;
    String node;
    HostLookup hosts = new Hosts(Map.of());
    private final ConfigClient client;

    /** Something that is set before the client starts. */
    interface Adjust {
        void adjust(SyncFixture fixture);
    }

    SyncFixture(Adjust adjust, ControlPlaneAddress... controlPlanes) throws Exception {
        node = nodeThatBeginsWith(controlPlanes);
        adjust.adjust(this);
        SyncSettings.Following following = new SyncSettings.Following(
                connectTimeout,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
                patience,
                movePause,
                Duration.ofMillis(50),
                bounds);
        SyncSettings settings = new SyncSettings(
                List.of(controlPlanes),
                security,
                following,
                new SyncSettings.LastGood(
                        folder,
                        new StateOwner("", FleetName.DEFAULT),
                        Duration.ofHours(24),
                        false,
                        Duration.ofMillis(10),
                        1 << 20,
                        StateKeys.of(environment),
                        false),
                new SyncSettings.Names(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        10,
                        SyncSettings.Names.Family.PREFER_IPV4,
                        true));
        DataPlaneIdentity identity =
                new DataPlaneIdentity(node, FleetName.DEFAULT, "zone-a", "netty", "test", List.of("http-routes"));
        Surroundings surroundings =
                new Surroundings(new EndpointRegistry(1), new NoNames(), hosts, this, meters, () -> now);
        client = new ConfigClient(identity, settings, surroundings, serving);
        loaded = client.start().toCompletableFuture().get(20, SECONDS);
    }

    SyncFixture(ControlPlaneAddress... controlPlanes) throws Exception {
        this(fixture -> {}, controlPlanes);
    }

    /** A name of a data plane that tries these in this order. */
    static String nodeThatBeginsWith(ControlPlaneAddress... controlPlanes) {
        List<ControlPlaneAddress> wanted = List.of(controlPlanes);
        return IntStream.rangeClosed(1, 10_000)
                .mapToObj(number -> "node-" + number)
                .filter(node -> new Candidates(node, wanted, ControlPlaneSecurity.LOCAL)
                        .round(null).stream().map(Candidate::where).toList().equals(wanted))
                .findFirst()
                .orElse("node-1");
    }

    /** Whether requests for the host would find a rule. */
    boolean serves(String host) {
        ServingState state = serving.current();
        return serving.status().compiled().rules().stream()
                        .anyMatch(rule -> rule.route().key().equals(Tables.key(host)))
                && state.version().equals(serving.status().version());
    }

    /** Whether requests for the host are answered 503 because their route is refused. */
    boolean refuses(String host) {
        return serving.status().compiled().rules().stream()
                .filter(rule -> rule.route().key().equals(Tables.key(host)))
                .anyMatch(rule -> rule.action() instanceof CompiledAction.Respond(Reason reason, int status)
                        && reason == Reason.ROUTE_REFUSED
                        && status == 503);
    }

    void healthChanged() {
        client.healthChanged();
    }

    double count(String meter, String tag, String value) {
        var counter = meters.find(meter).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    double gauge(String meter, String tag, String value) {
        return meters.get(meter).tag(tag, value).gauge().value();
    }

    /** Whether this data plane tries that one first of those it knows. */
    boolean beginsWith(ControlPlaneAddress address) {
        await().until(() -> !serving.candidates().isEmpty());
        return serving.candidates().get(0).where().equals(address);
    }

    double gauge(String meter) {
        return meters.get(meter).gauge().value();
    }

    @Override
    public HealthReport health() {
        return new HealthReport(ready, false, 3, 100, 1, List.of());
    }

    @Override
    public void drain() {
        drains.add("drain");
    }

    @Override
    public Explained explain(Explain request) {
        if (request.getPath().isEmpty()) {
            throw new IllegalArgumentException("path '': expected one that begins with /");
        }
        return Explained.newBuilder()
                .setOutcome("forward")
                .setRoute(request.getHost())
                .build();
    }

    @Override
    public void served(SyncStatus status) {
        served.add(status.version());
    }

    @Override
    public void close() {
        client.close();
    }

    /** Names as a test says that they resolve. */
    record Hosts(Map<String, List<String>> addresses) implements HostLookup {
        @Override
        public CompletionStage<List<IpAddress>> lookup(String host) {
            List<String> found = addresses.get(host);
            return found == null
                    ? CompletableFuture.failedFuture(new UnknownHostException(host))
                    : CompletableFuture.completedFuture(
                            found.stream().map(IpAddress::new).toList());
        }

        @Override
        public void close() {}
    }

    private static final class NoNames implements NameResolver {
        @Override
        public CompletionStage<Answer> resolve(HostName name) {
            return CompletableFuture.failedFuture(new IllegalStateException("no DNS in this test"));
        }

        @Override
        public void close() {}
    }
}
