package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the token of the next page; empty on the last
 * @param resourceVersion of the collection, the same on every page
 * @param total of the first page: how many objects there are in all; -1 if the server does not say
 */
record ListPage(List<Map<String, @Nullable Object>> items, String next, String resourceVersion, long total) {
    static ListPage of(byte[] json, WatchScope scope) throws IOException {
        Map<String, @Nullable Object> tree = JsonTree.of(json);
        Map<String, @Nullable Object> metadata = JsonTree.object(tree, "metadata");
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        for (Object item : JsonTree.list(tree, "items")) {
            if (item instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> object = JsonTree.strings(map);
                // Items of a list have no kind of their own.
                object.putIfAbsent("kind", scope.kind().kind());
                object.putIfAbsent("apiVersion", scope.apiVersion());
                items.add(object);
            }
        }
        String next = JsonTree.text(metadata, "continue");
        return new ListPage(
                items, next, JsonTree.text(metadata, "resourceVersion"), total(items.size(), next, metadata));
    }

    private static long total(int here, String next, Map<String, @Nullable Object> metadata) {
        if (next.isEmpty()) {
            return here;
        }
        return metadata.get("remainingItemCount") instanceof Number rest ? here + rest.longValue() : -1;
    }
}
