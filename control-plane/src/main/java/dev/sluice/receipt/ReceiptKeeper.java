package dev.sluice.receipt;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.Version;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Book;
import dev.sluice.receipt.book.Question;
import dev.sluice.receipt.book.Receipts;
import dev.sluice.state.ClusterState;
import dev.sluice.translate.Translation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the receipts: enters each translation, looks at the data planes when one has said something, and settles what is
 * live everywhere. Many acks lead to one look, and no look is earlier than a pause after the one before.
 */
public final class ReceiptKeeper extends AbstractOnMessageBehavior<ReceiptKeeper.Command> {
    /** What it understands. */
    public sealed interface Command {}

    /** This state was translated, and is about to be published. */
    public record Enter(ClusterState state, Translation translation) implements Command {}

    /** This is what a fleet is offered now. */
    public record Offer(FleetName fleet, Version version) implements Command {}

    /** Answer as soon as waiting cannot change the answer, or the time is up. */
    public record Await(Question question, Duration limit, CompletableFuture<Answer> answer) implements Command {}

    private record Look() implements Command {}

    private record Rested() implements Command {}

    private record TimeUp(long waiter) implements Command {}

    private record Survey() implements Command {}

    private record Late(ObjectKey object) implements Command {}

    private static final int REST = 19;
    /** It looks at everything that is refused, and nobody waits for it. */
    private static final Duration SURVEY = Duration.ofSeconds(1);

    private enum Timer {
        RESTING,
        SURVEY
    }

    private record LateTimer(ObjectKey object) {}

    /** Who is told of what. Called only while this replica leads. */
    public interface Outlet {
        /** For a source that cannot be told anything. */
        Outlet NOBODY = new Outlet() {
            @Override
            public void tell(News news) {}

            @Override
            public void mark(Answer live) {}
        };

        void tell(News news);

        /** The Ingress asks for the annotation, and its newest state is live everywhere. */
        void mark(Answer live);
    }

    private final TimerScheduler<Command> timers;
    private final ReceiptParts parts;
    private final Waiters waiters;
    private final Herald herald;
    private Receipts receipts = Receipts.NONE;
    private boolean led;
    private boolean lookAgain;
    private boolean news;

    private ReceiptKeeper(
            ActorContext<Command> context, TimerScheduler<Command> timers, ReceiptParts parts, Outlet outlet) {
        super(context);
        context.setLoggerName(ReceiptKeeper.class);
        this.timers = timers;
        this.parts = parts;
        this.waiters = new Waiters();
        this.herald = new Herald(parts, outlet);
        ActorRef<Command> self = context.getSelf();
        timers.startTimerWithFixedDelay(Timer.SURVEY, new Survey(), SURVEY);
        parts.stage().follow(parts.peers(), () -> self.tell(new Look()));
    }

    public static Behavior<Command> create(ReceiptParts parts, Outlet outlet) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ReceiptKeeper(context, timers, parts, outlet)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Enter(ClusterState state, Translation translation) -> enter(state, translation);
            case Offer(FleetName fleet, Version version) -> offer(fleet, version);
            case Look look -> lookSoon();
            case Rested rested -> rested();
            case Await await -> await(await);
            case TimeUp(long waiter) -> waiters.timeUp(waiter, this::answer);
            case Survey survey -> survey();
            case Late(ObjectKey object) -> herald.late(receipts, object);
        }
        return this;
    }

    private void offer(FleetName fleet, Version version) {
        keep(receipts.with(receipts.outlook().offering(fleet, version)));
        lookSoon();
    }

    private void keep(Receipts next) {
        receipts = next;
        parts.stage().keep(next);
    }

    private void enter(ClusterState state, Translation translation) {
        Instant now = parts.clock().instant();
        keep(receipts.translated(state, translation, now));
        for (ObjectKey object : state.touched().objects()) {
            if (herald.follows(receipts, object)) {
                timers.startSingleTimer(
                        new LateTimer(object),
                        new Late(object),
                        parts.settings().notLiveAfter());
            } else {
                timers.cancel(new LateTimer(object));
            }
        }
    }

    private void lookSoon() {
        news = true;
        if (timers.isTimerActive(Timer.RESTING)) {
            lookAgain = true;
        } else {
            look();
        }
    }

    private void rested() {
        if (lookAgain) {
            look();
        }
    }

    /** Looking takes a twentieth of the time at most, however many data planes there are. */
    private void look() {
        long begun = System.nanoTime();
        lookAgain = false;
        parts.stage().begin();
        boolean nobodyWaits = receipts.book().pending().isEmpty() && waiters.isEmpty();
        if (!nobodyWaits || led != parts.peers().leading()) {
            keep(parts.stage().looking(receipts));
            lead();
            settle();
            waiters.look(this::answer);
        }
        Duration rest = Duration.ofNanos(REST * (System.nanoTime() - begun));
        Duration pause = parts.settings().pause();
        timers.startSingleTimer(Timer.RESTING, new Rested(), rest.compareTo(pause) > 0 ? rest : pause);
    }

    private void settle() {
        Book.Settled settled = receipts.settled(parts.clock().instant());
        keep(receipts.with(settled.book()));
        settled.live().forEach(object -> timers.cancel(new LateTimer(object)));
        herald.settled(receipts, settled.live());
        herald.refused(receipts);
    }

    /** Who begins to lead does not know what the one before had written. What is still pending is marked as it settles. */
    private void lead() {
        boolean leading = parts.peers().leading();
        if (leading && !led) {
            herald.markSettled(receipts);
        }
        led = leading;
    }

    private void survey() {
        if (news) {
            news = false;
            herald.survey(parts.stage().looking(receipts));
        }
    }

    private void await(Await await) {
        keep(parts.stage().looking(receipts));
        waiters.add(await.question(), await.answer(), this::answer)
                .ifPresent(waiter -> timers.startSingleTimer(waiter, new TimeUp(waiter), await.limit()));
    }

    private Answer answer(Question question) {
        return receipts.answer(question, parts.observed().get(), Herald.MOST_MISSING);
    }
}
