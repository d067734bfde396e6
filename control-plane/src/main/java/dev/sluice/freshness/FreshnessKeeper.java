package dev.sluice.freshness;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.Freshness;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import dev.sluice.state.Problem;
import dev.sluice.watch.Confirmation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds out whether this replica is behind: when a data plane or another replica has more, or when watches have been
 * silent. A watch that is asked for more than it has is compared with the source once for all who ask. When the source
 * itself has less, and every replica has seen so for itself, the one that leads raises the epoch.
 */
public final class FreshnessKeeper extends AbstractOnMessageBehavior<FreshnessKeeper.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** A data plane has more than it was offered; what it says is not believed without a look. */
    public record Ahead(Version has, Version offered) implements Command {}

    /** A watch has seen by itself that the source has less than it had consumed. */
    public record WentBack(WatchKey watch, long from) implements Command {}

    /** These are the latest reports. */
    public record Known(Replicas replicas) implements Command {}

    /** This decision is in force. */
    public record Decide(Decision decision) implements Command {}

    private record Compared(WatchKey watch, Confirmation outcome) implements Command {}

    private record Again(WatchKey watch) implements Command {}

    private record Look() implements Command {}

    /** What is being asked of a watch. */
    private record Asked(long number, long running, int tries) {}

    private static final long NOT_RUNNING = -1;
    private static final int MOST_TRIES = 5;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** A source that has less is not asked again at once, whoever asks: numbers may be made up. */
    private static final Duration RETRY_LOWER = Duration.ofSeconds(10);

    private final TimerScheduler<Command> timers;
    private final Keeping keeping;
    private final Proofs proofs;
    private final PeerNumbers peers;
    private final Raises raises;
    private final Map<WatchKey, Asked> asked = new HashMap<>();
    private Replicas replicas = Replicas.NONE;
    private Decision decision = Decision.NONE;
    private long look;
    private boolean confirmed = true;
    private boolean agreed; // all replicas, that the source went back

    private FreshnessKeeper(ActorContext<Command> context, TimerScheduler<Command> timers, Keeping keeping) {
        super(context);
        context.setLoggerName(FreshnessKeeper.class);
        this.timers = timers;
        this.keeping = keeping;
        FreshnessSettings settings = keeping.settings();
        this.proofs = new Proofs(looks(settings.proofLife()));
        this.peers = new PeerNumbers(looks(settings.peerPatience()), looks(settings.peerSpacing()));
        this.raises = new Raises(looks(settings.settle()), looks(settings.raiseSpacing()));
        timers.startTimerWithFixedDelay(new Look(), INTERVAL);
    }

    public static Behavior<Command> create(Keeping keeping) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new FreshnessKeeper(context, timers, keeping)));
    }

    private static long looks(Duration duration) {
        return Math.max(1, duration.toMillis() / INTERVAL.toMillis());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Ahead ahead -> ahead(ahead);
            case WentBack back -> wentBack(back);
            case Known known -> known(known.replicas());
            case Decide decide -> decide(decide.decision());
            case Compared compared -> compared(compared.watch(), compared.outcome());
            case Again again -> run(again.watch());
            case Look now -> look();
        }
        return this;
    }

    /** Of another epoch or decision the numbers say nothing: that is seen in the reports, by {@link Verdict}. */
    private void ahead(Ahead ahead) {
        if (ahead.has().epoch().equals(ahead.offered().epoch())
                && ahead.has().decision() == ahead.offered().decision()) {
            SortedMap<WatchKey, Long> ours = ahead.offered().freshness().consumed();
            ahead.has().freshness().consumed().forEach((watch, number) -> {
                Long known = ours.get(watch);
                if (known != null && known < number) {
                    ask(watch, number);
                }
            });
        }
    }

    private void wentBack(WentBack back) {
        proofs.lower(back.watch(), back.from(), look);
        show();
        compareAllBut(Set.of(back.watch()));
    }

    /** All watches share a store, and it goes back as a whole. */
    private void compareAllBut(Set<WatchKey> proved) {
        Freshness own = keeping.consumed().get();
        keeping.source().watches().stream()
                .filter(watch -> !proved.contains(watch))
                .forEach(watch -> ask(watch, own.consumed().getOrDefault(watch, 0L)));
    }

    private void known(Replicas now) {
        replicas = now;
        now.reports().values().stream()
                .filter(report -> !report.id().equals(keeping.peers().self()))
                .forEach(report -> report.provedLower().forEach((watch, number) -> {
                    if (!proofs.proved(watch, number) && proofs.firstSeen(watch, number, look)) {
                        ask(watch, number);
                    }
                }));
    }

    private void decide(Decision now) {
        if (now.generation() > decision.generation()) {
            proofs.clear();
            show();
        }
        decision = now;
    }

    private void ask(WatchKey watch, long number) {
        if (!keeping.consumed().get().consumed().containsKey(watch)) {
            return;
        }
        Asked before = asked.get(watch);
        if (before == null) {
            asked.put(watch, new Asked(number, NOT_RUNNING, 0));
            if (!timers.isTimerActive(watch)) {
                run(watch);
            }
        } else {
            asked.put(watch, new Asked(Math.max(number, before.number()), before.running(), before.tries()));
        }
    }

    private void run(WatchKey watch) {
        Asked now = asked.get(watch);
        if (now != null && now.running() == NOT_RUNNING) {
            asked.put(watch, new Asked(now.number(), now.number(), now.tries() + 1));
            getContext()
                    .pipeToSelf(
                            keeping.source().confirm(watch),
                            (outcome, fault) -> new Compared(
                                    watch, fault == null ? outcome : new Confirmation.Unknown(String.valueOf(fault))));
        }
    }

    private void compared(WatchKey watch, Confirmation outcome) {
        Asked was = asked.remove(watch);
        if (was == null) {
            return;
        }
        switch (outcome) {
            case Confirmation.Agreed(long number) -> {
                count("agreed");
                reached(watch, number, was.running());
                keeping.renew().run();
            }
            case Confirmation.Behind(long number) -> {
                count("behind");
                peers.hung(watch);
                reached(watch, number, was.running());
                if (number >= was.running()) {
                    again(watch, was); // once its list has come, what it has is to be published with its number
                }
            }
            case Confirmation.Unknown(String why) -> {
                count("unknown");
                getContext().getLog().debug("{} cannot be compared with the source: {}", watch, why);
                again(watch, was);
            }
        }
        if (was.number() > was.running()) {
            ask(watch, was.number());
        }
    }

    private void reached(WatchKey watch, long number, long wanted) {
        if (number < wanted) {
            proofs.lower(watch, wanted, look);
            timers.startSingleTimer(watch, new Again(watch), RETRY_LOWER);
        } else {
            proofs.has(watch, number);
        }
        show();
    }

    private void again(WatchKey watch, Asked was) {
        if (was.tries() < MOST_TRIES) {
            asked.put(watch, new Asked(was.number(), NOT_RUNNING, was.tries()));
            timers.startSingleTimer(watch, new Again(watch), RETRY);
        }
    }

    private void look() {
        look++;
        proofs.expire(look);
        show();
        confirmed();
        peers.overdue(replicas, keeping.peers().self(), keeping.consumed().get(), look)
                .forEach(this::ask);
        judge();
    }

    private void confirmed() {
        boolean now = keeping.source().silences().values().stream()
                .noneMatch(silence -> silence.compareTo(keeping.settings().confirmWithin()) > 0);
        if (now != confirmed) {
            confirmed = now;
            keeping.stages().fitness(fitness -> fitness.confirmed(now));
            getContext()
                    .getLog()
                    .warn(now ? "The source answers again" : "The source has not answered for too long: not confirmed");
        }
    }

    private void judge() {
        Verdict verdict = Verdict.of(replicas);
        boolean back = !verdict.lower().isEmpty();
        if (back && !agreed) { // one of this replica's that hangs must not bring what was before into the next epoch
            compareAllBut(verdict.lower().keySet());
        }
        agreed = back;
        boolean due = raises.due(verdict.guilty(), look);
        if (due && keeping.peers().leading()) {
            getContext().getLog().error("The epoch is raised: {}", verdict.why());
            raises.raised(look);
            keeping.meters().count("sluice.freshness.raises", "Raises of the epoch because the source went back");
            keeping.raise().raise(decision.generation(), verdict.least(replicas, decision), verdict.why());
        }
    }

    private void show() {
        SortedMap<WatchKey, Long> lower = new TreeMap<>(proofs.asked());
        if (!lower.equals(keeping.stages().fitness().provedLower())) {
            keeping.stages().fitness(fitness -> fitness.proved(lower));
            keeping.stages()
                    .sourceProblems(lower.entrySet().stream()
                            .map(entry -> wentBack(entry.getKey(), entry.getValue()))
                            .toList());
        }
    }

    private static Problem wentBack(WatchKey watch, long number) {
        return new Problem(
                Problem.Severity.ERROR,
                "watch " + watch,
                "",
                "SourceWentBack",
                "a data plane or this replica had " + number
                        + ", and the source has less; was etcd restored from a backup? Data planes keep what they have"
                        + " until all replicas have seen it");
    }

    private void count(String outcome) {
        keeping.meters()
                .count(
                        "sluice.freshness.confirmations",
                        "Watches that were compared with a list of the source",
                        "outcome",
                        outcome);
    }
}
