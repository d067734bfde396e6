package dev.sluice.api;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.api.event.Feed;
import dev.sluice.api.event.FeedSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says <em>when</em> it is looked for changes, while somebody follows: when what may have changed has settled, and then not
 * again before a pause that grows with what a look costs. What has changed, {@link Topics} knows.
 */
final class Announcer extends AbstractOnMessageBehavior<Announcer.Command> {
    /** What it understands. */
    sealed interface Command {}

    /** Something may have changed. */
    record Look() implements Command {}

    /** Somebody is about to follow. */
    record Begin() implements Command {}

    private record Settled() implements Command {}

    private record Rested() implements Command {}

    private record Second() implements Command {}

    private record Beat() implements Command {}

    private enum Timer {
        SETTLING,
        RESTING,
        SECOND,
        BEAT
    }

    /** A tenth of the time is spent on looking at most. */
    private static final int REST = 9;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double JITTER = 0.2;
    /** Who comes again within it finds what he missed. */
    private static final int LINGER_SECONDS = 60;

    private final TimerScheduler<Command> timers;
    private final FeedSettings settings;
    private final Feed feed;
    private final Topics topics;
    private final AtomicBoolean nudged;
    private boolean following;
    private boolean lookAgain;
    private int lonely;

    private Announcer(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            FeedSettings settings,
            Feed feed,
            Topics topics,
            AtomicBoolean nudged) {
        super(context);
        context.setLoggerName(Announcer.class);
        this.timers = timers;
        this.settings = settings;
        this.feed = feed;
        this.topics = topics;
        this.nudged = nudged;
        timers.startTimerWithFixedDelay(Timer.BEAT, new Beat(), settings.heartbeat());
        if (feed.size() > 0) { // after a fault
            context.getSelf().tell(new Begin());
        }
    }

    /** @param nudged true from when it was told to look until it does: however much changes, it is told once */
    static Behavior<Command> create(FeedSettings settings, Feed feed, Topics topics, AtomicBoolean nudged) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Announcer(context, timers, settings, feed, topics, nudged)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Look look -> lookSoon();
            case Begin begin -> begin();
            case Settled settled -> look(Topics.Load.LEFT);
            case Rested rested -> rested();
            case Second second -> second();
            case Beat beat -> feed.beat();
        }
        return this;
    }

    private void begin() {
        lonely = 0;
        if (!following) {
            following = true;
            look(Topics.Load.TOLD); // all that changed since somebody followed last, or everything
            timers.startTimerWithFixedDelay(Timer.SECOND, new Second(), SECOND);
        }
    }

    private void lookSoon() {
        if (timers.isTimerActive(Timer.RESTING)) {
            lookAgain = true;
        } else if (!timers.isTimerActive(Timer.SETTLING)) {
            timers.startSingleTimer(Timer.SETTLING, new Settled(), settings.settle());
        }
    }

    private void rested() {
        if (lookAgain) {
            look(Topics.Load.LEFT);
        }
    }

    /** Also what nobody tells of: load, and what changes with the time. */
    private void second() {
        lonely = feed.size() > 0 ? 0 : lonely + 1;
        if (lonely > LINGER_SECONDS) {
            following = false;
            timers.cancel(Timer.SECOND);
        } else {
            look(Topics.Load.TOLD);
        }
    }

    private void look(Topics.Load load) {
        long begun = System.nanoTime();
        lookAgain = false;
        timers.cancel(Timer.SETTLING);
        nudged.set(false);
        if (following) {
            feed.tell(topics.changes(load));
        }
        Duration rest = Duration.ofNanos(REST * (System.nanoTime() - begun));
        timers.startSingleTimer(
                Timer.RESTING, new Rested(), rest.compareTo(settings.pace()) > 0 ? rest : settings.pace());
    }
}
