package dev.sluice.cluster.share;

import dev.sluice.cluster.ClusterSettings.Sharing;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.Memory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;

/**
 * What the replicas keep for invalid objects, as this one knows it. Of each object the highest resource version wins; a
 * replica adds what it keeps and takes away what it no longer does, and who still needs that has made it its own.
 */
final class SharedMemory {
    private final IngressJson json;
    private final Sharing settings;
    private final ShareMeters meters;
    private final Map<Integer, Map<String, Blob>> parts = new HashMap<>();
    private final Map<String, ObservedIngress> read = new HashMap<>();
    private Memory own = Memory.NOTHING;
    private boolean keeps;
    private final SharedSpace space;
    private final Set<String> unshared = new HashSet<>();
    private Set<String> suspects = Set.of();

    SharedMemory(IngressJson json, Sharing settings, ShareMeters meters) {
        this.json = json;
        this.settings = settings;
        this.meters = meters;
        this.space = new SharedSpace(settings.memoryCount(), settings.memoryBytes());
    }

    /** This replica keeps this now. */
    void keep(Memory kept, MemoryOutlet outlet) {
        Memory before = own;
        own = kept;
        keeps = true;
        kept.valid().forEach((uid, ingress) -> {
            if (!ingress.equals(before.valid().get(uid))) {
                put(uid, ingress, outlet);
            }
        });
        before.valid().keySet().stream()
                .filter(uid -> !kept.valid().containsKey(uid))
                .forEach(uid -> forget(uid, outlet));
        tell();
    }

    private void forget(String uid, MemoryOutlet outlet) {
        if (!unshared.remove(uid)) {
            space.free(uid);
            outlet.remove(uid);
        }
    }

    private void put(String uid, ObservedIngress ingress, MemoryOutlet outlet) {
        byte[] content = json.write(ingress);
        if (content.length > settings.maxBytes()) {
            meters.tooLarge();
            return;
        }
        if (!space.take(uid, content.length)) {
            unshared.add(uid);
            return;
        }
        unshared.remove(uid);
        outlet.put(uid, new Blob(number(ingress.meta().resourceVersion()), content));
    }

    /**
     * This is what one part of the memory is now. What another took away, and this replica still keeps, is written again: a
     * replica that starts later needs it.
     */
    void heard(int part, Map<String, Blob> entries, MemoryOutlet outlet) {
        Map<String, Blob> before = parts.getOrDefault(part, Map.of());
        before.keySet().stream().filter(uid -> !entries.containsKey(uid)).forEach(this::gone);
        entries.forEach((uid, blob) -> {
            if (!blob.equals(before.get(uid))) {
                unshared.remove(uid);
                space.taken(uid, blob.content().length);
                read(uid, blob);
            }
        });
        parts.put(part, Map.copyOf(entries));
        own.valid().forEach((uid, ingress) -> {
            if (Keys.part(uid) == part && !entries.containsKey(uid) && before.containsKey(uid)) {
                put(uid, ingress, outlet);
            }
        });
        tell();
    }

    private void gone(String uid) {
        space.free(uid);
        read.remove(uid);
    }

    /** What did not fit is tried again. */
    void retry(MemoryOutlet outlet) {
        for (String uid : Set.copyOf(unshared)) {
            own.of(uid).ifPresent(ingress -> put(uid, ingress, outlet));
        }
        tell();
    }

    private void tell() {
        meters.memory(read.size(), space.size(), unshared.size());
    }

    private void read(String uid, Blob blob) {
        Optional<ObservedIngress> ingress =
                json.read(blob.content()).filter(one -> one.meta().uid().equals(uid));
        if (ingress.isPresent()) {
            read.put(uid, ingress.get());
        } else {
            read.remove(uid);
            meters.unreadable();
        }
    }

    /** Everything that could be read. */
    Memory all() {
        return new Memory(HashTreePMap.from(read));
    }

    /**
     * Takes away what this replica has not kept at this call nor at the last: the one that kept it has gone. One that has
     * not translated yet does not know what it keeps, and takes nothing away.
     */
    void sweep(MemoryOutlet outlet) {
        if (!keeps) {
            return;
        }
        Set<String> unneeded = new HashSet<>();
        parts.values().forEach(entries -> unneeded.addAll(entries.keySet()));
        unneeded.removeAll(own.valid().keySet());
        unneeded.stream().filter(suspects::contains).forEach(outlet::remove);
        suspects = Set.copyOf(unneeded);
    }

    /** Resource versions are numbers that may be compared (KEP-5504); of other texts all are equal. */
    private static long number(String resourceVersion) {
        boolean digits = !resourceVersion.isEmpty()
                && resourceVersion.length() <= 18
                && resourceVersion.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(resourceVersion) : 0;
    }
}
