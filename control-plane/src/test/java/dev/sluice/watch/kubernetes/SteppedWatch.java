package dev.sluice.watch.kubernetes;

import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a watch tells of what a server says, one step at a time, without a server, a thread or time. */
public final class SteppedWatch {
    private static final String MORE = "more";

    private final WatchScope scope;
    private final Told told;

    /** A list as the server made it, which may still be under way. */
    public record Made(List<Map<String, @Nullable Object>> items, long number) {}

    public SteppedWatch(WatchKey watch, EventSink sink) {
        scope = WatchScope.all(watch.kind(), watch.scope());
        told = new Told(watch, new Narrower(Origin.API_SERVER), sink, new Outages("stepped"));
    }

    /** A list has come, in two pages. */
    public void listed(Made list) {
        int half = list.items().size() / 2;
        String number = Long.toString(list.number());
        told.beginList();
        told.page(new ListPage(list.items().subList(0, half), MORE, number, -1));
        told.page(new ListPage(list.items().subList(half, list.items().size()), "", number, -1));
        told.endList(number);
    }

    public void changed(Map<String, @Nullable Object> object) {
        told.changed(object);
    }

    public void removed(Map<String, @Nullable Object> object) {
        told.removed(object);
    }

    public void bookmark(long number) {
        told.bookmark(Long.toString(number));
    }

    /** The connection is lost. */
    public void lost() {
        told.tell(new ObjectEvent.Disconnected(scope.key(), "the connection broke"));
    }

    /** A list is wanted. */
    public void relist() {
        told.relist();
    }

    /** What a list made to compare shows; empty as long as the watch may still catch up. */
    public Optional<Confirmation> compare(Made list, long before) {
        Listed.Draft draft = new Listed.Draft(scope);
        draft.add(new ListPage(list.items(), "", Long.toString(list.number()), -1));
        try {
            return told.compare(draft.done(), before);
        } catch (IOException e) {
            throw new AssertionError("the test's own number", e);
        }
    }

    /** Whether it can be gone on from {@link #consumed}; else a list is to be made. */
    public boolean whole() {
        return told.whole();
    }

    public long consumed() {
        return told.consumed();
    }
}
