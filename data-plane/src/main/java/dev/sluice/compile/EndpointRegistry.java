package dev.sluice.compile;

import dev.sluice.balance.EndpointId;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.tls.BackendTls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every endpoint that a serving state names, so that an endpoint is found again by identity when states change. Beside the
 * pure compiler, and like it used by one thread at a time; lanes only see the endpoints.
 */
public final class EndpointRegistry {
    /** So many endpoints that nothing names are remembered, in case they return (a pod that flaps). */
    private static final int REMEMBERED = 1024;

    /** An endpoint and how many upstreams of the published state name it. */
    private static final class Entry {
        final EndpointRuntime runtime;
        int uses;

        Entry(EndpointRuntime runtime) {
            this.runtime = runtime;
        }
    }

    private final int lanes;
    private final Map<EndpointId, Entry> entries = new HashMap<>();
    private final Set<EndpointId> unused = new LinkedHashSet<>();

    /** @param lanes how many lanes there are, 1 or more */
    public EndpointRegistry(int lanes) {
        this.lanes = lanes;
    }

    public int lanes() {
        return lanes;
    }

    /** @param tls of the profile of {@code id} */
    EndpointRuntime find(EndpointId id, @Nullable BackendTls tls) {
        Entry entry = entries.get(id);
        if (entry == null) {
            entry = new Entry(new EndpointRuntime(id, tls, lanes));
            entries.put(id, entry);
            unused.add(id);
        }
        return entry.runtime;
    }

    /**
     * Makes a compiled state the one that is served. Must be called once for each state that is published, in the order in
     * which they were compiled from each other.
     *
     * @param next to be published
     * @param visible makes it visible to requests; runs after endpoints that return have been taken back and before those
     *     that nothing names any more are retired
     * @return endpoints that have been retired by this change
     */
    public List<EndpointRuntime> publish(Compiled next, Runnable visible) {
        for (EndpointRuntime endpoint : next.endpointChange().gained()) {
            gain(endpoint);
        }
        visible.run();
        List<EndpointRuntime> retired = new ArrayList<>();
        for (EndpointRuntime endpoint : next.endpointChange().lost()) {
            if (lose(endpoint)) {
                retired.add(endpoint);
            }
        }
        forgetOldest();
        return retired;
    }

    /** Those of the published state that do not answer. */
    public List<EndpointRuntime> failing() {
        List<EndpointRuntime> failing = new ArrayList<>();
        entries.values().forEach(entry -> {
            if (entry.uses > 0 && entry.runtime.failing() != null) {
                failing.add(entry.runtime);
            }
        });
        return failing;
    }

    private void gain(EndpointRuntime endpoint) {
        Entry entry = entries.computeIfAbsent(endpoint.id(), id -> new Entry(endpoint));
        if (entry.uses++ == 0) {
            unused.remove(endpoint.id());
            endpoint.retired(false);
        }
    }

    private boolean lose(EndpointRuntime endpoint) {
        Entry entry = entries.get(endpoint.id());
        if (entry == null || entry.uses == 0) {
            throw new IllegalStateException(endpoint + " is lost more often than gained");
        }
        if (--entry.uses > 0) {
            return false;
        }
        unused.add(endpoint.id());
        endpoint.retired(true);
        return true;
    }

    private void forgetOldest() {
        Iterator<EndpointId> oldest = unused.iterator();
        while (unused.size() > REMEMBERED && oldest.hasNext()) {
            entries.remove(oldest.next());
            oldest.remove();
        }
    }
}
