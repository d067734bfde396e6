package dev.sluice.controlplane;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.freshness.FreshnessKeeper;
import dev.sluice.freshness.Keeping;
import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.placement.Placer;
import dev.sluice.publish.DataPlanes;
import dev.sluice.publish.EndpointOwner;
import dev.sluice.publish.EndpointSettings;
import dev.sluice.publish.Fleets;
import dev.sluice.publish.Intake;
import dev.sluice.publish.PublisherSettings;
import dev.sluice.publish.ReferenceFollower;
import dev.sluice.publish.ReleaseOwner;
import dev.sluice.publish.Reporter;
import dev.sluice.publish.RouteTableOwner;
import dev.sluice.publish.RouteTableSettings;
import dev.sluice.publish.SessionSettings;
import dev.sluice.publish.Stages;
import dev.sluice.publish.Translated;
import dev.sluice.receipt.ReceiptKeeper;
import dev.sluice.receipt.ReceiptParts;
import dev.sluice.replica.Peers;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.decide.Decider;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.status.EventWriter;
import dev.sluice.status.MarkWriter;
import dev.sluice.status.ReceiptTargets;
import dev.sluice.status.StatusParts;
import dev.sluice.status.StatusTarget;
import dev.sluice.status.StatusWrite;
import dev.sluice.status.StatusWriter;
import dev.sluice.translate.Memory;
import dev.sluice.translate.Translator;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Says who tells what to whom; the picture in CONTRIBUTING, as code. Its children never end: one that does has a fault,
 * and then the whole system ends visibly, while data planes serve on.
 */
final class Guardian {
    private static final DispatcherSelector TRANSLATION = dispatcher("translation");
    private static final DispatcherSelector WAITING = dispatcher("waiting");
    private static final DispatcherSelector ANSWERS = dispatcher("answers");

    /** What the servers and the source talk to. */
    record Actors(
            ActorRef<RouteTableOwner.Command> routes,
            ActorRef<EndpointOwner.Command> endpoints,
            ActorRef<DataPlanes.Command> dataPlanes,
            ActorRef<ReceiptKeeper.Command> receipts,
            ActorRef<Decider.Command> decider,
            ActorRef<FreshnessKeeper.Command> freshness) {}

    private final ActorContext<Void> context;
    private final Parts parts;
    private final CompletableFuture<ActorRef<FreshnessKeeper.Command>> ahead = new CompletableFuture<>();

    private Guardian(ActorContext<Void> context, Parts parts) {
        this.context = context;
        this.parts = parts;
    }

    /** @param started completes with the actors */
    static Behavior<Void> create(Parts parts, CompletableFuture<Actors> started) {
        return Behaviors.setup(context -> {
            started.complete(new Guardian(context, parts).spawn());
            return Behaviors.empty();
        });
    }

    private Actors spawn() {
        ActorRef<Fleets.Command> fleets = watched(context.spawn(Fleets.create(publishing()), "fleets", WAITING));
        ActorRef<EndpointOwner.Command> endpoints = watched(context.spawn(
                EndpointOwner.create(endpoints(), changes -> fleets.tell(new Fleets.Publish(changes))), "endpoints"));
        ActorRef<ReferenceFollower.Command> references = watched(
                context.spawn(ReferenceFollower.create(parts.outside().source()::follow), "references", WAITING));
        Rollouts rollouts =
                Rollouts.spawn(context, parts, WAITING, tracks -> endpoints.tell(new EndpointOwner.Adopt(tracks)));
        watched(rollouts.releases());
        watched(rollouts.decider());
        ActorRef<ReceiptKeeper.Command> receipts = receipts();
        RouteTableOwner.Outlet outlet =
                new Outlet(rollouts.releases(), references, statusWriter(), receipts, parts.peers());
        ActorRef<RouteTableOwner.Command> routes =
                watched(context.spawn(RouteTableOwner.create(routes(), outlet), "routes", TRANSLATION));
        parts.peers().listen(new Peers.Listener() {
            @Override
            public void memory(Memory now, boolean heard) {
                routes.tell(new RouteTableOwner.Recall(now, heard));
            }
        });
        ActorRef<DataPlanes.Command> dataPlanes = watched(context.spawn(
                DataPlanes.create(sessions(), parts.settings().discovery().maxSessions(), fleets), "data-planes"));
        watched(context.spawn(
                Reporter.create(
                        parts.peers(),
                        parts.software(),
                        parts.stages(),
                        parts.settings().cluster().sharing().reportInterval()),
                "reporter"));
        place(dataPlanes);
        parts.outside().claims().ifPresent(where -> watched(Claims.spawn(context, parts, where, WAITING)));
        ActorRef<FreshnessKeeper.Command> freshness = freshness(routes, rollouts.decider());
        ahead.complete(freshness);
        return new Actors(routes, endpoints, dataPlanes, receipts, rollouts.decider(), freshness);
    }

    private ActorRef<FreshnessKeeper.Command> freshness(
            ActorRef<RouteTableOwner.Command> routes, ActorRef<Decider.Command> decider) {
        Keeping keeping = new Keeping(
                parts.settings().freshness(),
                parts.outside().source(),
                parts.peers(),
                parts.stages(),
                parts.meters(),
                parts.stages()::consumed,
                (seen, least, why) -> decider.tell(new Decider.Raise(seen, least, why, outcome -> {})),
                () -> routes.tell(new RouteTableOwner.Renew()));
        ActorRef<FreshnessKeeper.Command> keeper = watched(context.spawn(FreshnessKeeper.create(keeping), "freshness"));
        parts.peers().listen(new Peers.Listener() {
            @Override
            public void replicas(Replicas now) {
                keeper.tell(new FreshnessKeeper.Known(now));
            }

            @Override
            public void decision(Decision now) {
                keeper.tell(new FreshnessKeeper.Decide(now));
            }
        });
        return keeper;
    }

    private void place(ActorRef<DataPlanes.Command> dataPlanes) {
        ActorRef<Placer.Command> placer = watched(context.spawn(
                Placer.create(parts.peers().self(), parts.settings().placement(), parts.stages(), dataPlanes),
                "placement"));
        parts.peers().listen(new Peers.Listener() {
            @Override
            public void replicas(Replicas now) {
                placer.tell(new Placer.Known(now));
            }
        });
    }

    /** Where translations go. */
    private record Outlet(
            ActorRef<ReleaseOwner.Command> releases,
            ActorRef<ReferenceFollower.Command> references,
            Optional<ActorRef<StatusWriter.Command>> statuses,
            ActorRef<ReceiptKeeper.Command> receipts,
            Peers peers)
            implements RouteTableOwner.Outlet {
        @Override
        public void translated(Translated translated) {
            receipts.tell(new ReceiptKeeper.Enter(translated.state(), translated.translation()));
            releases.tell(new ReleaseOwner.Adopt(translated));
            peers.keep(translated.translation().kept());
            statuses.ifPresent(writer -> writer.tell(new StatusWriter.Write(
                    StatusWrite.of(translated.translation().unwritten().values(), translated.state()))));
        }

        @Override
        public void follow(Set<ObjectKey> wanted) {
            references.tell(new ReferenceFollower.Follow(wanted));
        }
    }

    private ActorRef<ReceiptKeeper.Command> receipts() {
        ReceiptParts needs = new ReceiptParts(
                parts.settings().receipts(),
                Clock.systemUTC(),
                parts.peers(),
                parts::observed,
                parts.receipts(),
                parts.registry());
        ActorRef<ReceiptKeeper.Command> receipts =
                watched(context.spawn(ReceiptKeeper.create(needs, receiptOutlet()), "receipts"));
        parts.stages().listen(new Stages.Listener() {
            @Override
            public void given(FleetName fleet, Version version) {
                receipts.tell(new ReceiptKeeper.Offer(fleet, version));
            }

            @Override
            public void dataPlanes() {
                parts.receipts().news();
            }
        });
        return receipts;
    }

    private ReceiptKeeper.Outlet receiptOutlet() {
        return parts.outside()
                .receiptTargets()
                .<ReceiptKeeper.Outlet>map(targets -> new ReceiptOutlet(events(targets), marks(targets)))
                .orElse(ReceiptKeeper.Outlet.NOBODY);
    }

    private ActorRef<EventWriter.Command> events(ReceiptTargets targets) {
        EventWriter.Parts needs = new EventWriter.Parts(
                parts.settings().events(),
                Clock.systemUTC(),
                parts.peers()::leading,
                context.getSystem().dispatchers().lookup(WAITING),
                parts.registry());
        return watched(context.spawn(EventWriter.create(targets.events(), needs), "events"));
    }

    private ActorRef<MarkWriter.Command> marks(ReceiptTargets targets) {
        MarkWriter.Parts needs = new MarkWriter.Parts(
                parts.settings().marks(),
                parts.peers()::leading,
                context.getSystem().dispatchers().lookup(WAITING),
                parts.registry());
        ActorRef<MarkWriter.Command> marks = watched(context.spawn(MarkWriter.create(targets.marks(), needs), "marks"));
        parts.peers().listen(new Peers.Listener() {
            @Override
            public void leading(boolean now) {
                marks.tell(new MarkWriter.Lead(now));
            }
        });
        return marks;
    }

    private Optional<ActorRef<StatusWriter.Command>> statusWriter() {
        return parts.outside().statusTarget().map(this::statusWriter);
    }

    private ActorRef<StatusWriter.Command> statusWriter(StatusTarget target) {
        StatusParts needs = new StatusParts(
                parts.settings().status(),
                parts.peers()::leading,
                object -> Claims.left(parts, object),
                context.getSystem().dispatchers().lookup(WAITING),
                parts.statuses(),
                parts.registry());
        ActorRef<StatusWriter.Command> writer = watched(context.spawn(StatusWriter.create(target, needs), "status"));
        parts.peers().listen(new Peers.Listener() {
            @Override
            public void leading(boolean now) {
                writer.tell(new StatusWriter.Lead(now));
            }
        });
        parts.claims().listen(() -> writer.tell(new StatusWriter.Consider()));
        return writer;
    }

    private RouteTableSettings routes() {
        ControlPlaneSettings settings = parts.settings();
        return new RouteTableSettings(
                ClusterState.awaiting(watches(watch -> !Intake.ofEndpoints(watch.kind()))),
                (state, shared, previous) -> Translator.translate(
                        settings.translation(), state, previous.memory().merge(shared, state), previous),
                settings.routes(),
                settings.referencePatience(),
                settings.cluster().enabled() ? settings.cluster().sharing().memoryPatience() : Duration.ZERO,
                parts.stages(),
                parts.meters());
    }

    private EndpointSettings endpoints() {
        return new EndpointSettings(
                EndpointState.awaiting(watches(watch -> Intake.ofEndpoints(watch.kind()))),
                parts.settings().endpoints(),
                parts.stages(),
                parts.meters());
    }

    private PublisherSettings publishing() {
        return new PublisherSettings(
                parts.outside().source()::epoch, parts.settings().streams(), parts.stages(), parts.meters());
    }

    private SessionSettings sessions() {
        return new SessionSettings(
                parts.settings().streams(),
                Clock.systemUTC(),
                parts.stages(),
                parts.streams(),
                context.getSystem().dispatchers().lookup(ANSWERS),
                parts.meters(),
                (has, offered) -> ahead.thenAccept(keeper -> keeper.tell(new FreshnessKeeper.Ahead(has, offered))),
                parts.peers().self());
    }

    private Set<WatchKey> watches(Predicate<WatchKey> ours) {
        return parts.outside().source().watches().stream().filter(ours).collect(Collectors.toUnmodifiableSet());
    }

    private <T> ActorRef<T> watched(ActorRef<T> child) {
        context.watch(child);
        return child;
    }

    private static DispatcherSelector dispatcher(String name) {
        return DispatcherSelector.fromConfig(ControlPlaneSettings.PATH + ".dispatchers." + name);
    }
}
