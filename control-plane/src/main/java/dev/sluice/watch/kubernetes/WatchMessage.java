package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event of a watch (meta/v1 WatchEvent). */
sealed interface WatchMessage {
    /** Added or modified. */
    record Changed(Map<String, @Nullable Object> object) implements WatchMessage {}

    record Removed(Map<String, @Nullable Object> object) implements WatchMessage {}

    record Bookmark(String resourceVersion) implements WatchMessage {}

    /** The watch is over: a Status instead of an object. */
    record Failed(ApiRefused reason) implements WatchMessage {}

    static WatchMessage of(String json) throws IOException {
        Map<String, @Nullable Object> tree = JsonTree.of(json);
        Map<String, @Nullable Object> object = JsonTree.object(tree, "object");
        String type = JsonTree.text(tree, "type");
        return switch (type) {
            case "ADDED", "MODIFIED" -> new Changed(object);
            case "DELETED" -> new Removed(object);
            case "BOOKMARK" -> new Bookmark(JsonTree.text(JsonTree.object(object, "metadata"), "resourceVersion"));
            case "ERROR" ->
                new Failed(new ApiRefused(
                        object.get("code") instanceof Number code ? code.intValue() : 500,
                        JsonTree.text(object, "message")));
            default -> throw new IOException("a watch event of unknown type '" + type + "'");
        };
    }
}
