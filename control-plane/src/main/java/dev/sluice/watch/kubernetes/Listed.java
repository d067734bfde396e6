package dev.sluice.watch.kubernetes;

import dev.sluice.key.ObjectKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A consistent list of one collection, of each object only its identity.
 *
 * @param resourceVersion of the collection
 * @param number the same as a number
 */
record Listed(Map<ObjectKey, KnownObjects.Known> objects, String resourceVersion, long number) {
    /** Gathers pages. */
    static final class Draft {
        private final WatchScope scope;
        private final Map<ObjectKey, KnownObjects.Known> objects = new HashMap<>();
        private String resourceVersion = "";

        Draft(WatchScope scope) {
            this.scope = scope;
        }

        void add(ListPage page) {
            resourceVersion = page.resourceVersion();
            for (Map<String, @Nullable Object> item : page.items()) {
                Map<String, @Nullable Object> metadata = JsonTree.object(item, "metadata");
                objects.put(
                        scope.keyOf(JsonTree.text(metadata, "namespace"), JsonTree.text(metadata, "name")),
                        new KnownObjects.Known(
                                JsonTree.text(metadata, "uid"), JsonTree.text(metadata, "resourceVersion")));
            }
        }

        /** @throws IOException if the server's versions are no numbers: nothing can be compared then */
        Listed done() throws IOException {
            try {
                return new Listed(objects, resourceVersion, Long.parseLong(resourceVersion));
            } catch (NumberFormatException e) {
                throw new IOException("resourceVersion '" + resourceVersion + "': expected a number to compare", e);
            }
        }
    }
}
