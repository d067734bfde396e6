package dev.sluice.sync;

import dev.sluice.key.Version;
import dev.sluice.sync.UpdateReceiver.Kind;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.Move;
import dev.sluice.wire.v1.Update;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one replica of the control plane at a time, and goes on to another when its stream ends, when it has only older
 * states, or when it asks to: then the other one speaks before this one is left. All that can be followed are tried in
 * rounds, ever slower while none is of use. Lives in the sync thread.
 */
final class Follower implements ControlPlaneStream.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** What is done with what the replica that is followed says. */
    interface Conversation {
        /** A stream is followed that was not before. */
        void following(ControlPlaneStream stream);

        /** An update has been applied and answered: what is served is what the control plane has. */
        void current();

        void carryOut(ControlPlaneStream from, Command command);

        /** What is held now. */
        Version held();
    }

    private final SyncSettings.Following settings;
    private final SyncThread thread;
    private final Candidates candidates;
    private final HostLookup hosts;
    private final Function<Candidate, Link> opener;
    private final Conversation conversation;
    private final FollowerView view;
    private final Moves moves;

    private Deque<Candidate> round = new ArrayDeque<>();
    private @Nullable Link link;
    private @Nullable Link arriving;
    private @Nullable ScheduledFuture<?> arrival;
    private @Nullable ScheduledFuture<?> silence;
    private @Nullable ScheduledFuture<?> patience;
    private @Nullable Candidate left;
    private int rounds;
    private int others;
    private boolean useful;
    private boolean closed;

    /** @param opener opens a stream, says Hello, and has this hear what comes */
    Follower(
            SyncSettings.Following settings,
            SyncThread thread,
            Candidates candidates,
            HostLookup hosts,
            Function<Candidate, Link> opener,
            Conversation conversation,
            FollowerView view,
            Moves moves) {
        this.settings = settings;
        this.thread = thread;
        this.candidates = candidates;
        this.hosts = hosts;
        this.opener = opener;
        this.conversation = conversation;
        this.view = view;
        this.moves = moves;
    }

    /** Looks up where the replicas are, and tries them one after the other. */
    void begin() {
        lookUp(this::newRound);
    }

    /** Each name once; what does not resolve keeps the addresses that it had. */
    private void lookUp(Runnable then) {
        List<String> names = candidates.names();
        CompletableFuture<?>[] answers = names.stream()
                .map(name -> hosts.lookup(name)
                        .toCompletableFuture()
                        .handleAsync(
                                (addresses, failure) -> {
                                    if (failure == null) {
                                        candidates.resolved(name, addresses);
                                    } else {
                                        view.unresolved(name, failure);
                                    }
                                    return name;
                                },
                                thread))
                .toArray(CompletableFuture[]::new);
        if (answers.length == 0) {
            then.run();
        } else {
            CompletableFuture.allOf(answers).thenRunAsync(then, thread);
        }
    }

    private void newRound() {
        round = new ArrayDeque<>(known());
        Candidate first = round.poll();
        if (first == null) {
            again();
        } else {
            follow(first);
        }
    }

    private List<Candidate> known() {
        List<Candidate> all = candidates.round(left);
        view.candidates(all);
        others = all.size() - 1;
        return all;
    }

    private void follow(Candidate candidate) {
        if (closed) {
            return;
        }
        view.trying(candidate);
        useful = false;
        link = opener.apply(candidate);
        waitForWord(settings.connectTimeout().multipliedBy(2), "does not answer"); // TCP alone is no answer
    }

    /** The stream that is followed, if there is one. */
    Optional<ControlPlaneStream> stream() {
        return Optional.ofNullable(link).map(Link::stream);
    }

    /** Nothing is followed any more; the streams that were, to be waited for. */
    List<ControlPlaneStream> close() {
        closed = true;
        stopWaiting();
        List<ControlPlaneStream> open = java.util.stream.Stream.of(
                        Optional.ofNullable(link), Optional.ofNullable(arriving))
                .flatMap(Optional::stream)
                .map(Link::stream)
                .toList();
        open.forEach(ControlPlaneStream::close);
        return open;
    }

    @Override
    public void connected(ControlPlaneStream from) {
        if (link != null && from == link.stream()) {
            followed(link);
        }
    }

    private void followed(Link now) {
        view.following(now.candidate());
        conversation.following(now.stream());
        stop(silence);
        if (others > 0) {
            waitForWord(settings.patience(), "says nothing");
        }
    }

    @Override
    public void received(ControlPlaneStream from, FromControlPlane message) {
        if (arriving != null && from == arriving.stream()) {
            arrivingSays(arriving, message);
        } else if (link != null && from == link.stream()) {
            says(link, message);
        }
    }

    private void says(Link from, FromControlPlane message) {
        switch (message.getMessageCase()) {
            case UPDATE -> update(from, message.getUpdate());
            case COMMAND -> conversation.carryOut(from.stream(), message.getCommand());
            case REPLICAS -> {
                candidates.tell(message.getReplicas().getAddressesList(), from.candidate());
                lookUp(this::known);
            }
            case MOVE -> move(from, message.getMove());
            case MESSAGE_NOT_SET -> LOG.debug("{} sent a message of a later version", from.candidate());
        }
    }

    private void update(Link from, Update part) {
        stop(silence);
        Optional<Kind> kind = from.take(part);
        if (kind.isEmpty()) {
            return;
        }
        switch (kind.get()) {
            case CURRENT -> {
                useful = true;
                rounds = 0;
                left = null;
                stop(patience);
                patience = null;
                view.useful();
                conversation.current();
            }
            case OLDER -> waitForBetter();
            case UNUSABLE -> {}
        }
    }

    /** Leaves a replica after a while, unless it sends something newer. */
    private void waitForBetter() {
        if (patience == null) {
            patience = after(settings.patience(), () -> leave("has only an older state"));
        }
    }

    /** Leaves a replica that does not begin to speak. */
    private void waitForWord(Duration limit, String why) {
        stop(silence);
        silence = after(limit, () -> leave(why));
    }

    private void leave(String why) {
        if (link != null) {
            link.stream().close();
            goOn(link, Status.Code.OK, why);
        }
    }

    @Override
    public void ended(ControlPlaneStream from, Status.Code code, String reason) {
        if (arriving != null && from == arriving.stream()) {
            stay("failed", reason);
        } else if (link != null && from == link.stream()) {
            goOn(link, code, reason);
        }
    }

    private void goOn(Link from, Status.Code code, String reason) {
        stopWaiting();
        view.left(from.candidate(), code, reason);
        link = null;
        if (arriving != null) {
            promote(arriving); // it has not spoken, but it is the best there is
            return;
        }
        if (useful) {
            left = from.candidate();
            round.clear(); // whom it had before this one is as good as any other
        }
        again();
    }

    /** The next of this round, soon; or the first of the next, ever later while all fail. */
    private void again() {
        Candidate next = round.poll();
        Duration wait = settings.backoff()
                .after(
                        next != null ? 0 : rounds,
                        () -> ThreadLocalRandom.current().nextDouble());
        if (next == null) {
            rounds++;
        }
        if (!closed) {
            Runnable task = next == null ? this::begin : () -> follow(next);
            thread.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void move(Link from, Move move) {
        Optional<Candidate> to = candidates.named(move.getAddress());
        if (to.isEmpty()) {
            view.moveRefused(move, "unknown");
        } else if (arriving != null || to.get().where().equals(from.candidate().where())) {
            view.moveRefused(move, "needless");
        } else if (!moves.begin()) {
            view.moveRefused(move, "too-soon");
        } else {
            LOG.info("{} asks to follow {} instead: {}", from.candidate(), to.get(), Answers.bounded(move.getReason()));
            arriving = opener.apply(to.get());
            arrival = after(settings.patience(), () -> stay("late", "has not spoken in time"));
        }
    }

    /** Until it has said what state it has, the one before is followed. */
    private void arrivingSays(Link from, FromControlPlane message) {
        if (!message.hasUpdate()) {
            says(from, message);
        } else if (offersOlder(message.getUpdate())) {
            stay("older", "has only an older state");
        } else {
            view.moved();
            Link before = link;
            promote(from);
            if (before != null) {
                before.stream().close();
            }
            says(from, message);
        }
    }

    private boolean offersOlder(Update update) {
        try {
            return WireCodec.fromWire(update.getTo()).standingTo(conversation.held()) == Version.Standing.OLDER;
        } catch (UndecodableException e) {
            return true; // a replica that speaks so is not better than the one before
        }
    }

    private void promote(Link to) {
        stopWaiting();
        arriving = null;
        link = to;
        useful = false;
        round.clear();
        if (to.stream().connected()) {
            followed(to);
        } else {
            waitForWord(settings.connectTimeout().multipliedBy(2), "does not answer");
        }
    }

    private void stay(String outcome, String reason) {
        Link going = arriving;
        arriving = null;
        stop(arrival);
        if (going != null) {
            going.stream().close();
            view.stayed(going.candidate(), outcome, reason);
        }
    }

    private ScheduledFuture<?> after(Duration wait, Runnable task) {
        return thread.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopWaiting() {
        stop(silence);
        stop(patience);
        stop(arrival);
        patience = null;
    }

    private static void stop(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
