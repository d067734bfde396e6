package dev.sluice.cluster.share;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.UniqueAddress;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.ReplicatedData;
import akka.cluster.ddata.typed.javadsl.Replicator.GetResponse;
import akka.cluster.ddata.typed.javadsl.Replicator.GetSuccess;
import akka.cluster.ddata.typed.javadsl.Replicator.NotFound;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.DecisionText;
import dev.sluice.rollout.store.StoreFailure;
import dev.sluice.translate.Memory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shares in one life of the cluster's actor system. What this replica says is written so that every member has it at once;
 * what a member could not be told then, gossip brings later. Of reports only the newest is written, once in an interval.
 */
final class Sharer extends AbstractOnMessageBehavior<Sharer.Command> {
    static final String NAME = "share";
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** What it understands. */
    sealed interface Command {}

    /** This replica says this of itself. */
    record Report(ReplicaReport report) implements Command {}

    /** This replica keeps this for invalid objects. */
    record Keep(Memory kept) implements Command {}

    /** This was decided here. */
    record Decide(Decision decision) implements Command {}

    /** Something that is followed is known to be this now. */
    record Heard(Key<?> key, ReplicatedData data) implements Command {}

    /** A write has ended, well or not. */
    record Written(Writing what, boolean everywhere) implements Command {}

    /** What most members know of one part of the memory. */
    record Got(int part, GetResponse<LWWMap<String, Blob>> response) implements Command {}

    private record Changed(ClusterDomainEvent event) implements Command {}

    private record ReportDue() implements Command {}

    private record AskAgain() implements Command {}

    private record Sweep() implements Command {}

    /** What comes from other members. */
    interface Hearing {
        void report(UniqueAddress member, byte[] content);

        void decision(byte[] content);

        void memory(int part, Map<String, Blob> entries);
    }

    /** What may be written. */
    enum Writing {
        REPORT,
        MEMORY,
        DECISION
    }

    private final TimerScheduler<Command> timers;
    private final SharedPeers peers;
    private final ShareParts parts;
    private final UniqueAddress self;
    private final Membership membership;
    private final Replication replication;
    private final ShareMeters meters;
    private final Map<UniqueAddress, ReplicaReport> reports = new HashMap<>();
    private final SharedMemory memory;
    private final Hearing hearing = new FromOthers();
    private Optional<ReplicaReport> unsaid = Optional.empty();
    private int unanswered;
    private boolean failed;
    private boolean asked;

    private Sharer(ActorContext<Command> context, TimerScheduler<Command> timers, SharedPeers peers, ShareParts parts) {
        super(context);
        context.setLoggerName(Sharer.class);
        this.timers = timers;
        this.peers = peers;
        this.parts = parts;
        Cluster cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().uniqueAddress();
        this.membership = new Membership(self);
        this.meters = new ShareMeters(parts.meters());
        this.replication = new Replication(context, parts.settings().timeout());
        this.memory = new SharedMemory(new IngressJson(parts.narrower()), parts.settings(), meters);
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ClusterDomainEvent.class, Changed::new), ClusterDomainEvent.class));
        replication.followDecisionAndMemory();
        timers.startTimerWithFixedDelay(new Sweep(), SWEEP);
        peers.begin(context.getSelf());
    }

    static Behavior<Command> create(SharedPeers peers, ShareParts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Sharer(context, timers, peers, parts)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Report(ReplicaReport report) -> report(report);
            case ReportDue due -> say();
            case Keep(Memory kept) -> memory.keep(kept, replication);
            case Decide(Decision decision) -> replication.decide(decision);
            case Heard(Key<?> key, ReplicatedData data) -> replication.read(key, data, hearing);
            case Written(Writing what, boolean everywhere) -> written(everywhere);
            case Changed(ClusterDomainEvent event) -> changed(event);
            case AskAgain again -> ask();
            case Got(int part, var response) -> got(part, response);
            case Sweep sweep -> sweep();
        }
        return this;
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            peers.end(getContext().getSelf());
        }
        return this;
    }

    private void report(ReplicaReport report) {
        unsaid = Optional.of(report);
        say();
    }

    /** At most one in an interval: the newest of what came meanwhile. */
    private void say() {
        if (unsaid.isPresent() && !timers.isTimerActive(Writing.REPORT)) {
            byte[] bytes = bounded(unsaid.get());
            unsaid = Optional.empty();
            meters.report(bytes.length);
            timers.startSingleTimer(
                    Writing.REPORT, new ReportDue(), parts.settings().reportInterval());
            replication.report(self, new Blob(0, bytes));
        }
    }

    /**
     * A report that does not fit goes without reasons of refusals, and if that is not enough without data planes: how this
     * replica itself is must always be known.
     */
    private byte[] bounded(ReplicaReport report) {
        byte[] bytes = ReportBytes.write(report);
        if (bytes.length > parts.settings().maxBytes()) {
            meters.tooLarge();
            bytes = ReportBytes.write(report.withoutReasons());
        }
        return bytes.length > parts.settings().maxBytes() ? ReportBytes.write(report.withoutDataPlanes()) : bytes;
    }

    private void written(boolean everywhere) {
        if (!everywhere) {
            meters.late();
        }
    }

    private final class FromOthers implements Hearing {
        @Override
        public void report(UniqueAddress member, byte[] content) {
            ReportBytes.read(content).ifPresent(read -> {
                reports.put(member, read);
                tellReplicas();
            });
        }

        @Override
        public void decision(byte[] content) {
            try {
                peers.heard(DecisionText.read(new String(content, StandardCharsets.UTF_8)));
            } catch (StoreFailure e) {
                meters.unreadable();
                getContext().getLog().warn("What another replica decided cannot be followed: {}", e.getMessage());
            }
        }

        @Override
        public void memory(int part, Map<String, Blob> entries) {
            memory.heard(part, entries, replication);
            peers.heard(memory.all(), asked);
        }
    }

    private void changed(ClusterDomainEvent event) {
        membership.changed(event);
        if (event instanceof MemberRemoved removed) {
            UniqueAddress gone = removed.member().uniqueAddress();
            reports.remove(gone);
            replication.forget(gone);
        }
        membership.others().forEach(replication::follow);
        tellReplicas();
        ask();
    }

    private void tellReplicas() {
        Replicas now = Replicas.NONE;
        for (Map.Entry<UniqueAddress, ReplicaReport> report : reports.entrySet()) {
            now = membership.reachable(report.getKey()) ? now.with(report.getValue()) : now;
        }
        meters.replicas(now.reports().size() + 1);
        peers.heard(now);
    }

    /** Once this replica is up, it asks what the others remember. */
    private void ask() {
        if (membership.up() && !asked && unanswered == 0 && !timers.isTimerActive(AskAgain.class)) {
            unanswered = Keys.MEMORY.size();
            failed = false;
            replication.ask();
        }
    }

    private void got(int part, GetResponse<LWWMap<String, Blob>> response) {
        if (response instanceof GetSuccess<LWWMap<String, Blob>> success) {
            memory.heard(part, success.dataValue().getEntries(), replication);
        } else if (!(response instanceof NotFound)) {
            failed = true;
        }
        unanswered--;
        if (unanswered == 0 && failed) {
            timers.startSingleTimer(AskAgain.class, new AskAgain(), AGAIN);
        } else if (unanswered == 0) {
            asked = true;
            peers.heard(memory.all(), true);
        }
    }

    /** What nobody needs any more, because the last that kept it has gone; what did not fit may now. */
    private void sweep() {
        if (peers.leading()) {
            memory.sweep(replication);
        }
        memory.retry(replication);
    }
}
