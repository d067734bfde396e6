package dev.sluice.api.event;

import akka.NotUsed;
import akka.actor.ClassicActorSystemProvider;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Tells events to all who follow. Each is written once, whoever it is for; nobody is waited for. Safe for every thread.
 */
public final class Feed implements AutoCloseable {
    private static final ByteString BEAT = ByteString.fromString(": still here\n\n");

    private final FeedSettings settings;
    private final Memory memory;
    private final List<Follower> followers = new ArrayList<>();
    private final Counter told;
    private final Counter dropped;
    private boolean closed;

    /** @param run names this run of this replica: events of another one mean nothing here */
    public Feed(FeedSettings settings, String run, MeterRegistry meters) {
        this.settings = settings;
        this.memory = new Memory(run + ".", settings.remembered());
        meters.gauge("sluice.api.streams", this, Feed::size);
        this.told = Counter.builder("sluice.api.events")
                .description("Events told to those who follow the status API, each counted once")
                .register(meters);
        this.dropped = Counter.builder("sluice.api.events.dropped")
                .description("Events that a follower of the status API did not get because it did not read")
                .register(meters);
    }

    /**
     * A stream of events from now on, or from behind the last that was read.
     *
     * @param topics none for all
     * @param lastId of the event that was read last; empty if none was
     * @param hello what it begins with, told whether it goes on where it ended
     * @return empty if as many follow as may
     */
    public synchronized Optional<Source<ByteString, NotUsed>> follow(
            ClassicActorSystemProvider system, Set<String> topics, String lastId, Hello hello) {
        if (closed || followers.size() >= settings.streams()) {
            return Optional.empty();
        }
        Pair<Pair<BoundedSourceQueue<ByteString>, CompletionStage<akka.Done>>, Source<ByteString, NotUsed>> open =
                Source.<ByteString>queue(settings.queue())
                        .takeWithin(settings.longest())
                        .watchTermination(Keep.both())
                        .preMaterialize(system);
        Follower follower = new Follower(topics, open.first().first());
        followers.add(follower);
        open.first().second().whenComplete((done, fault) -> gone(follower));
        greet(follower, memory.since(lastId, topics), hello);
        return Optional.of(open.second());
    }

    /** The first event of a stream. */
    public interface Hello {
        Event resumed(boolean resumed);
    }

    private void greet(Follower follower, Optional<List<Memory.Told>> missed, Hello hello) {
        String id = memory.newest();
        boolean resumed = missed.isPresent();
        // What goes on has the ids of what it missed; hello itself must not move it behind them.
        String first = hello.resumed(resumed).text(resumed ? "" : id);
        ByteString text = ByteString.fromString(first);
        for (Memory.Told each : missed.orElse(List.of())) {
            text = text.concat(each.text());
        }
        follower.tell(text, 1, id);
    }

    /** Tells what has changed, together. */
    public synchronized void tell(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        List<Memory.Told> batch = events.stream().map(memory::add).toList();
        told.increment(events.size());
        ByteString all = text(batch, each -> true);
        long lost = 0;
        for (Follower follower : List.copyOf(followers)) {
            int many = (int) batch.stream()
                    .filter(each -> follower.follows(each.topic()))
                    .count();
            ByteString text = follower.all() ? all : text(batch, each -> follower.follows(each.topic()));
            lost += many == 0 ? 0 : follower.tell(text, many, memory.newest());
        }
        dropped.increment(lost);
    }

    private static ByteString text(List<Memory.Told> batch, Predicate<Memory.Told> fits) {
        ByteString text = ByteString.emptyByteString();
        for (Memory.Told each : batch) {
            text = fits.test(each) ? text.concat(each.text()) : text;
        }
        return text.compact();
    }

    /** Says that this is still here, so that both sides notice when the other is gone. */
    public synchronized void beat() {
        followers.forEach(follower -> follower.beat(BEAT));
    }

    /** How many follow. */
    public synchronized int size() {
        return followers.size();
    }

    private synchronized void gone(Follower follower) {
        followers.remove(follower);
    }

    /** Ends all streams. */
    @Override
    public synchronized void close() {
        closed = true;
        followers.forEach(Follower::end);
    }
}
