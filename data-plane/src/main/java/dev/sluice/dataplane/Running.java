package dev.sluice.dataplane;

import dev.sluice.admin.AdminView;
import dev.sluice.admin.Readiness;
import dev.sluice.compile.ServingState;
import dev.sluice.engine.Engine;
import dev.sluice.http.Reason;
import dev.sluice.sync.ConfigClient;
import dev.sluice.sync.HealthReport;
import dev.sluice.sync.Serving;
import dev.sluice.sync.Surroundings;
import dev.sluice.sync.SyncStatus;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a data plane is, for whoever asks: the admin port and the control plane. Safe for every thread. */
final class Running implements AdminView, Surroundings.Orders {
    private final DataPlaneSettings settings;
    private final String software;
    private final Serving serving;
    private final Requests requests;
    private final WarmUp warmUp;
    private final PrometheusMeterRegistry meters;
    private final Draining draining;
    private final Abandoned abandoned;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> hasServing = new CompletableFuture<>();
    private volatile Listeners listeners = Listeners.NONE;
    private volatile @Nullable ConfigClient client;

    Running(
            DataPlaneSettings settings,
            String software,
            Serving serving,
            Requests requests,
            WarmUp warmUp,
            PrometheusMeterRegistry meters) {
        this.settings = settings;
        this.software = software;
        this.serving = serving;
        this.requests = requests;
        this.warmUp = warmUp;
        this.meters = meters;
        this.abandoned = new Abandoned(meters);
        Duration drainTimeout = settings.drain().timeout();
        this.draining = new Draining(requests.engine(), settings.drain(), this::healthChanged, () -> {
            abandoned.count(listeners.addresses());
            requests.tunnels().close(settings.tunnels().closeSpread(drainTimeout));
        });
    }

    void client(ConfigClient made) {
        client = made;
    }

    void bound(Listeners made) {
        listeners = made;
        completeIfReady();
        healthChanged();
    }

    /** It need not be waited for any more. */
    void warm() {
        completeIfReady();
        healthChanged();
    }

    Draining draining() {
        return draining;
    }

    /** Another data plane accepts from the same sockets: this one leaves at once. */
    CompletableFuture<Void> succeeded() {
        abandoned.handedOver();
        return draining.begin(Duration.ZERO);
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
                serving.status(), settings.sync().lastGood(), listeners.any(), warmUp.over(), draining.hasBegun());
    }

    @Override
    public void served(SyncStatus status) {
        completeIfReady();
    }

    /** For the health path of the traffic port. */
    Reason wanted() {
        if (draining.hasBegun()) {
            return Reason.DRAINING;
        }
        return readiness().ready() ? Reason.HEALTHY : Reason.NOT_READY;
    }

    /** Completes when there is something to serve, whether anything listens or not. */
    CompletableFuture<Void> whenServing() {
        return hasServing.copy();
    }

    private void completeIfReady() {
        if (Condition.readiness(serving.status(), settings.sync().lastGood(), true, true, false)
                .ready()) {
            hasServing.complete(null);
        }
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
        Set<Integer> served = settings.listeners().stream()
                .map(listen -> listen.binding().logicalPort())
                .collect(Collectors.toCollection(TreeSet::new));
        String ports = served.stream().map(String::valueOf).collect(Collectors.joining(", "));
        ServingState state = serving.current();
        return IntStream.concat(Arrays.stream(state.index().ports()), Arrays.stream(state.streamPorts()))
                .distinct()
                .filter(port -> !served.contains(port))
                .mapToObj(port -> new HealthReport.BindFailure(
                        "port " + port, 0, "this data plane accepts traffic for port " + ports))
                .toList();
    }

    @Override
    public void drain() {
        draining.begin(settings.drain().grace());
    }

    @Override
    public Explained explain(Explain request) {
        return new Explanations(serving.current(), requests.health()).explain(request, requests.recent());
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
        shown.put(
                "expiredCertificates",
                requests.certificates().expired().stream().map(Object::toString).toList());
        shown.put("listening", listeners.shown());
        shown.put("engine", DebugState.engine(requests.engine()));
        shown.put(
                "requests",
                Map.of(
                        "inFlight", requests.metrics().inFlight(),
                        "ended", requests.metrics().ended(),
                        "failed", requests.metrics().failed()));
        return shown;
    }
}
