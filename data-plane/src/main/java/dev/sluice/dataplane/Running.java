package dev.sluice.dataplane;

import dev.sluice.admin.AdminView;
import dev.sluice.admin.Readiness;
import dev.sluice.engine.Engine;
import dev.sluice.sync.ConfigClient;
import dev.sluice.sync.HealthReport;
import dev.sluice.sync.Serving;
import dev.sluice.sync.Surroundings;
import dev.sluice.sync.SyncStatus;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How a data plane is, for whoever asks: the admin port and the control plane. Safe for every thread. */
final class Running implements AdminView, Surroundings.Orders {
    private final DataPlaneSettings settings;
    private final String software;
    private final Serving serving;
    private final Requests requests;
    private final PrometheusMeterRegistry meters;
    private final Draining draining;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile Optional<InetSocketAddress> http = Optional.empty();
    private volatile Optional<InetSocketAddress> https = Optional.empty();
    private volatile @Nullable ConfigClient client;

    Running(
            DataPlaneSettings settings,
            String software,
            Serving serving,
            Requests requests,
            PrometheusMeterRegistry meters) {
        this.settings = settings;
        this.software = software;
        this.serving = serving;
        this.requests = requests;
        this.meters = meters;
        Duration drainTimeout = settings.drain().timeout();
        this.draining = new Draining(
                requests.engine(),
                drainTimeout,
                this::healthChanged,
                () -> requests.tunnels().close(settings.tunnels().closeSpread(drainTimeout)));
    }

    void client(ConfigClient made) {
        client = made;
    }

    void bound(InetSocketAddress address) {
        http = Optional.of(address);
        completeIfReady();
        healthChanged();
    }

    /** Before {@link #bound}. */
    void secured(InetSocketAddress address) {
        https = Optional.of(address);
    }

    Draining draining() {
        return draining;
    }

    CompletableFuture<Void> whenReady() {
        return ready.copy();
    }

    String engineText() {
        Engine engine = requests.engine();
        return engine.name() + " on " + engine.transport();
    }

    @Override
    public Readiness readiness() {
        return Condition.readiness(
                serving.status(), settings.sync().lastGood().readyWhenStale(), http.isPresent(), draining.hasBegun());
    }

    @Override
    public void served(SyncStatus status) {
        completeIfReady();
    }

    private void completeIfReady() {
        if (readiness().ready()) {
            ready.complete(null);
        }
    }

    private void healthChanged() {
        ConfigClient told = client;
        if (told != null) {
            told.healthChanged();
        }
    }

    @Override
    public HealthReport health() {
        return new HealthReport(
                readiness().ready(),
                draining.hasBegun(),
                requests.engine().clientConnections(),
                requests.metrics().ended(),
                requests.metrics().failed(),
                unreachable());
    }

    /** Listeners whose port nothing stands for. */
    private List<HealthReport.BindFailure> unreachable() {
        return Arrays.stream(serving.current().index().ports())
                .filter(port -> port != settings.httpListenerPort() && !secure(port))
                .mapToObj(port -> new HealthReport.BindFailure(
                        "port " + port, 0, "this data plane accepts traffic for port " + settings.httpListenerPort()))
                .toList();
    }

    private boolean secure(int port) {
        return https.isPresent() && port == settings.secure().listenerPort();
    }

    @Override
    public void drain() {
        draining.begin(settings.drain().grace());
    }

    @Override
    public Explained explain(Explain request) {
        return Explanations.explain(serving.current(), request);
    }

    @Override
    public String metrics() {
        return meters.scrape();
    }

    @Override
    public Map<String, Object> state() {
        SyncStatus status = serving.status();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("node", settings.node());
        shown.put("fleet", settings.fleet().value());
        shown.put("zone", settings.zone());
        shown.put("software", software);
        shown.put("readiness", DebugState.readiness(readiness()));
        shown.put("configuration", DebugState.configuration(status));
        shown.put("replicas", DebugState.replicas(serving));
        shown.put(
                "serving", DebugState.serving(status, serving.current().index().ports()));
        shown.put("listening", http.map(this::listening).orElse(Map.of()));
        shown.put("engine", DebugState.engine(requests.engine()));
        shown.put(
                "requests",
                Map.of(
                        "inFlight", requests.metrics().inFlight(),
                        "ended", requests.metrics().ended(),
                        "failed", requests.metrics().failed()));
        return shown;
    }

    private Map<String, Object> listening(InetSocketAddress address) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(Integer.toString(settings.httpListenerPort()), address.toString());
        https.ifPresent(secure -> shown.put(Integer.toString(settings.secure().listenerPort()), secure.toString()));
        return shown;
    }
}
