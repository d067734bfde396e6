package dev.sluice.sync;

import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream.Resolved;
import dev.sluice.sync.NameResolver.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the addresses of the names that upstreams are given: asks when a name is new, again when its answer has expired,
 * and keeps the last answer while none comes. Used in one thread, the sync thread.
 */
final class NameFollower {
    private static final Logger LOG = LoggerFactory.getLogger(NameFollower.class);

    /** A name under way. */
    private static final class Followed {
        Set<UpstreamKey> upstreams = Set.of();

        @Nullable
        List<IpAddress> addresses;

        @Nullable
        ScheduledFuture<?> next;

        boolean failing;
    }

    private final NameResolver resolver;
    private final ScheduledExecutorService thread;
    private final SyncSettings.Names bounds;
    private final Consumer<Map<UpstreamKey, List<IpAddress>>> changed;
    private final SortedMap<HostName, Followed> names = new TreeMap<>();
    private boolean full;

    /**
     * @param thread the sync thread
     * @param changed is told, in that thread, of upstreams that have other addresses now
     */
    NameFollower(
            NameResolver resolver,
            ScheduledExecutorService thread,
            SyncSettings.Names bounds,
            Consumer<Map<UpstreamKey, List<IpAddress>>> changed) {
        this.resolver = resolver;
        this.thread = thread;
        this.bounds = bounds;
        this.changed = changed;
    }

    /** From now on these names are followed and no others. Upstreams of a name that is known already are told at once. */
    void follow(Map<UpstreamKey, Resolved> wanted) {
        Map<HostName, Set<UpstreamKey>> byName = new TreeMap<>();
        wanted.forEach((upstream, resolved) ->
                byName.computeIfAbsent(resolved.name(), name -> new HashSet<>()).add(upstream));
        names.entrySet().removeIf(entry -> !byName.containsKey(entry.getKey()) && forget(entry.getValue()));
        Map<UpstreamKey, List<IpAddress>> known = new HashMap<>();
        List<HostName> added = new ArrayList<>();
        byName.forEach((name, upstreams) -> {
            Followed followed = names.get(name);
            if (followed == null) {
                added.add(name);
            } else {
                newcomers(followed, upstreams, known);
                followed.upstreams = upstreams;
            }
        });
        add(added, byName);
        if (!known.isEmpty()) {
            changed.accept(known);
        }
    }

    /** How many names are followed. */
    int size() {
        return names.size();
    }

    private static boolean forget(Followed followed) {
        if (followed.next != null) {
            followed.next.cancel(false);
        }
        return true;
    }

    private static void newcomers(
            Followed followed, Set<UpstreamKey> upstreams, Map<UpstreamKey, List<IpAddress>> known) {
        List<IpAddress> addresses = followed.addresses;
        if (addresses != null) {
            upstreams.stream()
                    .filter(upstream -> !followed.upstreams.contains(upstream))
                    .forEach(upstream -> known.put(upstream, addresses));
        }
    }

    private void add(List<HostName> added, Map<HostName, Set<UpstreamKey>> byName) {
        boolean fits = names.size() + added.size() <= bounds.max();
        if (!fits && !full) {
            LOG.warn("More than {} names to resolve: those beyond have no endpoints", bounds.max());
        }
        full = !fits;
        for (HostName name : added) {
            if (names.size() < bounds.max()) {
                Followed followed = new Followed();
                followed.upstreams = byName.getOrDefault(name, Set.of());
                names.put(name, followed);
                ask(name, followed);
            }
        }
    }

    private void ask(HostName name, Followed followed) {
        resolver.resolve(name)
                .whenComplete((answer, failure) -> thread.execute(() -> heard(name, followed, answer, failure)));
    }

    private void heard(HostName name, Followed followed, @Nullable Answer answer, @Nullable Throwable failure) {
        if (names.get(name) != followed) {
            return; // nobody wants it any more
        }
        if (answer != null) {
            answered(name, followed, answer);
        } else {
            failed(name, followed, failure == null ? new IllegalStateException("no answer") : failure);
        }
    }

    private void answered(HostName name, Followed followed, Answer answer) {
        List<IpAddress> usable = family(answer.addresses().stream()
                .filter(this::usable)
                .distinct()
                .sorted()
                .toList());
        if (usable.isEmpty()) {
            failed(name, followed, new IllegalStateException("no address that may be used in " + answer.addresses()));
            return;
        }
        if (followed.failing) {
            followed.failing = false;
            LOG.info("{} resolves again: {}", name, usable);
        }
        again(name, followed, answer.timeToLive());
        if (!usable.equals(followed.addresses)) {
            followed.addresses = usable;
            Map<UpstreamKey, List<IpAddress>> change = new HashMap<>();
            followed.upstreams.forEach(upstream -> change.put(upstream, usable));
            changed.accept(change);
        }
    }

    private void failed(HostName name, Followed followed, Throwable failure) {
        if (!followed.failing) { // once, not once a second
            followed.failing = true;
            LOG.warn(
                    "{} does not resolve ({}): {}",
                    name,
                    failure.getMessage(),
                    followed.addresses == null ? "no endpoints" : "its last addresses stay in use");
        }
        again(name, followed, bounds.leastAge());
    }

    private void again(HostName name, Followed followed, Duration timeToLive) {
        Duration atLeast = timeToLive.compareTo(bounds.leastAge()) < 0 ? bounds.leastAge() : timeToLive;
        Duration wait = atLeast.compareTo(bounds.mostAge()) > 0 ? bounds.mostAge() : atLeast;
        followed.next = thread.schedule(() -> ask(name, followed), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<IpAddress> family(List<IpAddress> addresses) {
        return switch (bounds.family()) {
            case PREFER_IPV4 -> preferred(addresses, address -> !address.ipv6());
            case PREFER_IPV6 -> preferred(addresses, IpAddress::ipv6);
            case ALL -> addresses;
        };
    }

    private static List<IpAddress> preferred(List<IpAddress> addresses, Predicate<IpAddress> preference) {
        List<IpAddress> some = addresses.stream().filter(preference).toList();
        return some.isEmpty() ? addresses : some;
    }

    private boolean usable(IpAddress address) {
        var inet = address.toInetAddress();
        boolean local = inet.isLoopbackAddress() || inet.isLinkLocalAddress() || inet.isAnyLocalAddress();
        return !inet.isMulticastAddress() && (bounds.localAnswers() || !local);
    }
}
