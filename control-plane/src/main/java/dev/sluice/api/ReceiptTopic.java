package dev.sluice.api;

import dev.sluice.api.event.Event;
import dev.sluice.key.ObjectKey;
import dev.sluice.receipt.Propagations;
import dev.sluice.receipt.book.Receipts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Receipts that fill up: of changes on their way, and of those that have just arrived. Confined to who tells. */
final class ReceiptTopic {
    private static final int MOST = 50;
    private static final int MOST_PLANES = 5;

    private final ApiSources sources;
    private Map<ObjectKey, ReceiptViews.View> told = new TreeMap<>();
    private long arrived;
    private int pending;

    ReceiptTopic(ApiSources sources) {
        this.sources = sources;
    }

    private record Changed(int pending, List<ReceiptViews.View> items, int more) {}

    Optional<Event> change() {
        Propagations propagations = sources.receipts().propagations();
        Set<ObjectKey> objects = new LinkedHashSet<>();
        propagations.since(arrived).reversed().forEach(change -> objects.add(change.object()));
        Receipts kept = sources.receipts().kept();
        int now = kept.book().pending().size();
        told.keySet().stream()
                .filter(object -> !kept.book().pending().contains(object))
                .forEach(objects::add);
        kept.book().pending().stream().limit(MOST).forEach(objects::add);
        boolean same = objects.isEmpty() && now == pending;
        arrived = propagations.arrived();
        if (same) {
            return Optional.empty();
        }
        return told(objects, now);
    }

    private Optional<Event> told(Set<ObjectKey> objects, int now) {
        Receipts receipts = sources.receipts().now();
        Map<ObjectKey, ReceiptViews.View> next = new TreeMap<>();
        List<ReceiptViews.View> items = new ArrayList<>();
        for (ObjectKey object : objects) {
            ReceiptViews.View view = ReceiptViews.view(receipts.newest(object, MOST_PLANES));
            if (!view.equals(told.get(object)) && items.size() < MOST) {
                items.add(view);
            }
            if (receipts.book().pending().contains(object)) {
                next.put(object, view);
            }
        }
        boolean same = items.isEmpty() && now == pending;
        told = next;
        pending = now;
        return same
                ? Optional.empty()
                : Optional.of(new Event(
                        "receipts", Replies.line(new Changed(now, items, Math.max(0, objects.size() - MOST)))));
    }
}
