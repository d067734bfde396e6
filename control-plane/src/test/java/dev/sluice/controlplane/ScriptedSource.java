package dev.sluice.controlplane;

import dev.sluice.key.Epoch;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Sample;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedObject;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.ObjectSource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A source that sees what a test says, numbered. */
final class ScriptedSource implements ObjectSource {
    private @Nullable EventSink sink;
    private long number;
    private volatile boolean silent;
    private volatile OptionalLong lists = OptionalLong.empty();
    private volatile boolean closed;

    /** A cluster with these objects, all of it synced. */
    void begin(ObservedObject... objects) {
        for (ObservedObject object : objects) {
            apply(object);
        }
        for (WatchKey watch : Sample.WATCHES) {
            tell(new ObjectEvent.Synced(watch, ++number));
        }
    }

    void apply(ObservedObject object) {
        tell(Sample.applied(object, ++number));
    }

    /** With the resource version that it has. */
    void seen(ObservedObject object) {
        number = Math.max(number + 1, Long.parseLong(object.meta().resourceVersion()));
        tell(Sample.applied(object, number));
    }

    void delete(ObservedObject object) {
        tell(Sample.deleted(object, ++number));
    }

    void tell(ObjectEvent event) {
        Objects.requireNonNull(sink).accept(event);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Epoch epoch() {
        return new Epoch("scripted", 1);
    }

    @Override
    public Set<WatchKey> watches() {
        return Sample.WATCHES;
    }

    @Override
    public void start(EventSink receiver) {
        sink = receiver;
    }

    @Override
    public void follow(Set<ObjectKey> references) {}

    /** From now on its watches have heard nothing for an hour; or they have just been heard. */
    void fallSilent(boolean now) {
        silent = now;
    }

    @Override
    public Map<WatchKey, Duration> silences() {
        return silent ? Map.of(Sample.WATCHES.iterator().next(), Duration.ofHours(1)) : Map.of();
    }

    @Override
    public CompletionStage<Confirmation> confirm(WatchKey watch) {
        OptionalLong listed = lists;
        if (listed.isEmpty()) {
            return ObjectSource.super.confirm(watch);
        }
        tell(new ObjectEvent.Progressed(watch, listed.getAsLong()));
        return CompletableFuture.completedFuture(new Confirmation.Agreed(listed.getAsLong()));
    }

    /** From now on it can be compared: lists are made at this number, and agree. */
    void listsAt(long revision) {
        lists = OptionalLong.of(revision);
    }

    @Override
    public void close() {
        closed = true;
    }
}
