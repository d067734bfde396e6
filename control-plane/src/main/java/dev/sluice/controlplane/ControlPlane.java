package dev.sluice.controlplane;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.sluice.access.Gate;
import dev.sluice.access.Gates;
import dev.sluice.api.ApiSources;
import dev.sluice.api.RolloutSources;
import dev.sluice.api.StatusApi;
import dev.sluice.cluster.ClusterSettings;
import dev.sluice.controlplane.Guardian.Actors;
import dev.sluice.freshness.FreshnessKeeper;
import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.publish.DataPlaneDesk;
import dev.sluice.publish.DataPlanes;
import dev.sluice.publish.DiscoveryServer;
import dev.sluice.publish.EndpointOwner;
import dev.sluice.publish.Intake;
import dev.sluice.publish.RouteTableOwner;
import dev.sluice.publish.Stages;
import dev.sluice.receipt.ReceiptDesk;
import dev.sluice.replica.Errands;
import dev.sluice.replica.Peers;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.decide.Decider;
import dev.sluice.state.ObjectEvent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running control plane. Several may run in one JVM, beside a data plane. */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Parts parts;
    private final ActorSystem<Void> system;
    private final DiscoveryServer discovery;
    private final StatusApi api;
    private final Deque<Closing> closings;
    private boolean closed;

    /** One thing to undo, by name. */
    private record Closing(String what, AutoCloseable how) {}

    private ControlPlane(
            Parts parts, ActorSystem<Void> system, DiscoveryServer discovery, StatusApi api, Deque<Closing> closings) {
        this.parts = parts;
        this.system = system;
        this.discovery = discovery;
        this.api = api;
        this.closings = closings;
    }

    /**
     * Starts everything, and the source last. Returns when both servers listen; {@link #whenReady} tells when there is
     * something to serve.
     *
     * @param outside is closed with the control plane
     * @param software version of Sluice
     * @throws java.io.UncheckedIOException naming port and flag, if a port cannot be bound
     */
    public static ControlPlane start(ControlPlaneSettings settings, Outside outside, String software) {
        Deque<Closing> closings = new ArrayDeque<>();
        try {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Company company = Company.of(settings, outside, registry);
            closings.push(new Closing("the part in the cluster", company));
            Parts parts = Parts.of(software, settings, outside, company.peers(), registry);
            company.register(parts.meters());
            return start(parts, company, closings);
        } catch (RuntimeException e) {
            closeAll(closings);
            outside.source().close();
            throw e;
        }
    }

    private static ControlPlane start(Parts parts, Company company, Deque<Closing> closings) {
        CompletableFuture<Actors> started = new CompletableFuture<>();
        ActorSystem<Void> system = ActorSystem.create(
                Guardian.create(parts, started), ClusterSettings.SYSTEM, configuration(parts.settings()));
        closings.push(new Closing("the actor system", () -> terminate(system)));
        Actors actors =
                started.orTimeout(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
        RolloutSources rollout = new RolloutSources(
                parts.rollout(),
                parts.decisions(),
                (wish, reply) -> actors.decider().tell(new Decider.Ask(wish, reply)));
        ApiSources sources = new ApiSources(
                parts.software(),
                parts.stages(),
                parts.statuses(),
                parts.claims(),
                company.view(),
                parts.receipts(),
                desk(parts, actors),
                rollout,
                desk(parts, company),
                follower -> listen(parts, follower),
                parts.registry(),
                parts.registry()::scrape);
        Gate gate = gate(parts);
        closings.push(new Closing("who may ask the status API", gate));
        StatusApi api = StatusApi.start(system, parts.settings().api(), sources, gate);
        closings.push(new Closing("the status API", api));
        DiscoveryServer discovery =
                DiscoveryServer.start(parts.settings().discovery(), actors.dataPlanes(), parts.meters());
        closings.push(new Closing("the discovery server", discovery));
        String reached = parts.settings()
                .advertised()
                .orElseGet(() -> parts.settings().discovery().host() + ":" + discovery.port());
        parts.stages().fitness(fitness -> fitness.at(reached));
        closings.push(new Closing("the sessions", () -> actors.dataPlanes().tell(new DataPlanes.CloseAll())));
        parts.stages().whenReady().thenRun(discovery::serving);
        intake(parts, actors);
        closings.push(new Closing("the source", parts.outside().source()));
        return new ControlPlane(parts, system, discovery, api, closings);
    }

    /** Whatever may have changed of what the status API tells. */
    private static void listen(Parts parts, Runnable follower) {
        parts.receipts().listen(follower);
        parts.claims().listen(follower);
        parts.stages().listen(new Stages.Listener() {
            @Override
            public void given(FleetName fleet, Version version) {
                follower.run();
            }

            @Override
            public void dataPlanes() {
                follower.run();
            }
        });
        parts.peers().listen(new Peers.Listener() {
            @Override
            public void replicas(Replicas now) {
                follower.run();
            }

            @Override
            public void decision(Decision now) {
                follower.run();
            }

            @Override
            public void leading(boolean now) {
                follower.run();
            }
        });
    }

    private static Gate gate(Parts parts) {
        return Gates.of(
                parts.settings().api().access(),
                asked -> parts.outside()
                        .reviews()
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        "--api-access kubernetes: expected an API server to ask whose a token is, not --manifests"))
                        .apply(asked, parts.registry()));
    }

    private static DataPlaneDesk desk(Parts parts, Company company) {
        DataPlaneDesk desk = new DataPlaneDesk(
                parts.streams(),
                company.errands().<Errands>map(errands -> errands).orElse(Errands.NONE));
        parts.meters()
                .gauge(
                        "sluice.commands.waiting",
                        "Commands that wait for data planes' answers",
                        parts.streams()::waiting);
        company.errands().ifPresent(errands -> errands.serve(desk));
        return desk;
    }

    private static ReceiptDesk desk(Parts parts, Actors actors) {
        ReceiptDesk desk = new ReceiptDesk(
                parts.receipts(),
                parts::observed,
                actors.receipts(),
                parts.settings().receipts());
        parts.meters().gauge("sluice.receipts.waiting", "Requests that wait for a receipt", desk::waiting);
        return desk;
    }

    private static void intake(Parts parts, Actors actors) {
        Intake intake = new Intake(
                parts.settings().intakeBound(),
                (RouteTableOwner.Observe observe) -> actors.routes().tell(observe),
                (EndpointOwner.Observe observe) -> actors.endpoints().tell(observe));
        Stages stages = parts.stages();
        parts.meters().gauge("sluice.intake.waiting", "Events that wait to be taken in", intake::waiting);
        parts.meters()
                .gauge(
                        "sluice.dataplanes",
                        "Data planes connected",
                        () -> stages.dataPlanes().size());
        RolloutMeters.register(parts);
        parts.meters()
                .gauge(
                        "sluice.watch.reopened",
                        "Watches opened anew after a silence",
                        parts.outside().source()::reopened);
        parts.outside().source().start(event -> {
            if (event instanceof ObjectEvent.WentBack back) {
                actors.freshness().tell(new FreshnessKeeper.WentBack(back.watch(), back.from()));
            }
            intake.accept(event);
        });
    }

    /** Always a local system: that of the cluster is another, and may end without this one's noticing. */
    private static Config configuration(ControlPlaneSettings settings) {
        return settings.config()
                .getConfig(ControlPlaneSettings.PATH + ".akka")
                .atPath("akka")
                .withFallback(settings.config());
    }

    /** Of the gRPC server for data planes. */
    public int discoveryPort() {
        return discovery.port();
    }

    /** Of the status API. */
    public int apiPort() {
        return api.port();
    }

    /** Completes when everything has synced and data planes can be served; never fails. */
    public CompletableFuture<Void> whenReady() {
        return parts.stages().whenReady();
    }

    /** What every stage last said of itself. */
    public Stages stages() {
        return parts.stages();
    }

    /** Completes when the control plane has stopped, also by a fault. */
    public CompletableFuture<Void> whenStopped() {
        return system.getWhenTerminated().toCompletableFuture().thenAccept(done -> {});
    }

    /** Ends all streams, so that data planes go elsewhere, and stops. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closeAll(closings);
        }
    }

    /** In the reverse order of opening; what cannot be closed does not keep the rest open. */
    private static void closeAll(Deque<Closing> closings) {
        while (!closings.isEmpty()) {
            Closing closing = closings.pop();
            try {
                closing.how().close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", closing.what(), e);
            }
        }
    }

    private static void terminate(ActorSystem<Void> system) throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
