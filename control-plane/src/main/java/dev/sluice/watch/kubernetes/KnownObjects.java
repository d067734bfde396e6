package dev.sluice.watch.kubernetes;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Of each object that was told its uid and version, which is all that a loop needs of it again. */
final class KnownObjects {
    record Known(String uid, String resourceVersion) {
        static Known of(Meta meta) {
            return new Known(meta.uid(), meta.resourceVersion());
        }
    }

    private final Map<ObjectKey, Known> known = new HashMap<>();

    /** Whether the object is news: unknown, another one of the same name, or another version. */
    boolean news(ObservedObject object) {
        Known now = Known.of(object.meta());
        return !now.equals(known.get(object.key())) || now.resourceVersion().isEmpty();
    }

    /** True if it was {@link #news}. */
    boolean put(ObservedObject object) {
        boolean news = news(object);
        known.put(object.key(), Known.of(object.meta()));
        return news;
    }

    int size() {
        return known.size();
    }

    /** Whether these are the same objects in the same versions. */
    boolean same(Map<ObjectKey, Known> listed) {
        return known.equals(listed);
    }

    boolean remove(ObjectKey key) {
        return known.remove(key) != null;
    }

    /** Forgets and returns, in order, all that are not {@code listed}. */
    List<ObjectKey> removeAllBut(Set<ObjectKey> listed) {
        List<ObjectKey> gone = new ArrayList<>();
        for (ObjectKey key : known.keySet()) {
            if (!listed.contains(key)) {
                gone.add(key);
            }
        }
        gone.sort(null);
        gone.forEach(known::remove);
        return gone;
    }
}
