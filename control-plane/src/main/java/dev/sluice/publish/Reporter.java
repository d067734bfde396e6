package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.Version;
import dev.sluice.replica.Fitness;
import dev.sluice.replica.Peers;
import dev.sluice.replica.ReplicaReport;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says again and again how this replica is. What has not changed goes no further than {@link Peers#report}. */
public final class Reporter {
    private static final Epoch UNKNOWN = new Epoch("", 0);

    /** Acks come in bursts: those that come within it go into one report. */
    private static final Duration GATHERING = Duration.ofMillis(25);

    private enum Tick {
        REPORT,
        NEWS,
        GATHERED
    }

    private Reporter() {}

    /**
     * Also soon after a data plane has said something that others may wait for.
     *
     * @param interval between two reports
     */
    public static Behavior<?> create(Peers peers, String software, Stages stages, Duration interval) {
        return Behaviors.<Tick>setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.REPORT, interval);
            AtomicBoolean nudged = new AtomicBoolean();
            ActorRef<Tick> self = context.getSelf();
            stages.listen(new Stages.Listener() {
                @Override
                public void dataPlanes() {
                    if (nudged.compareAndSet(false, true)) {
                        self.tell(Tick.NEWS);
                    }
                }
            });
            return Behaviors.receive(Tick.class)
                    .onAnyMessage(tick -> {
                        switch (tick) {
                            case NEWS -> timers.startSingleTimer(Tick.GATHERED, GATHERING);
                            case REPORT -> peers.report(report(peers, software, stages));
                            case GATHERED -> {
                                nudged.set(false);
                                peers.report(report(peers, software, stages));
                            }
                        }
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    static ReplicaReport report(Peers peers, String software, Stages stages) {
        Fitness fitness = stages.fitness();
        Optional<Version> newest = stages.fleets().values().stream()
                .map(Snapshot::version)
                .max(Comparator.comparingLong(Version::decision));
        return new ReplicaReport(
                peers.self(),
                fitness.address(),
                software,
                stages.ready(),
                fitness.confirmed(),
                newest.map(Version::epoch).or(stages::epoch).orElse(UNKNOWN),
                consumed(stages),
                newest.map(Version::decision).orElse(0L),
                fitness.provedLower(),
                stages.dataPlanes());
    }

    /** By both halves of the state: the watches of the one are none of the other's. */
    private static Freshness consumed(Stages stages) {
        Freshness all = stages.state().map(ClusterState::freshness).orElse(Freshness.NONE);
        Freshness endpoints = stages.endpoints().map(EndpointState::freshness).orElse(Freshness.NONE);
        for (var entry : endpoints.consumed().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }
}
