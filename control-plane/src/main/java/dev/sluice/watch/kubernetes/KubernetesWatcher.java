package dev.sluice.watch.kubernetes;

import dev.sluice.key.Epoch;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.watch.Confirmation;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.ObjectSource;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import io.fabric8.kubernetes.client.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An API server as a source of objects: Ingresses, IngressClasses, Services and EndpointSlices as collections, Secrets
 * and ConfigMaps singly by name and never listed. One virtual thread a watch; nothing of an object is kept but its uid
 * and version.
 */
public final class KubernetesWatcher implements ObjectSource {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesWatcher.class);
    private static final List<ObjectKind> KINDS =
            List.of(ObjectKind.INGRESS_CLASS, ObjectKind.ENDPOINT_SLICE, ObjectKind.SERVICE, ObjectKind.INGRESS);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /**
     * @param namespace to which to restrict all namespaced kinds; empty for all namespaces
     * @param nginxPrefix under which ingress-nginx's annotations stand
     * @param answerTimeout how long a list, a page of it, or the opening of a watch may take
     * @param watchTime after how long a watch is renewed; each is drawn from three quarters of it to all of it
     * @param firstBackoff before the second attempt after a failure; doubles up to {@code longestBackoff}
     * @param vigilance how closely the watches are watched
     */
    public record Settings(
            String namespace,
            String nginxPrefix,
            Duration answerTimeout,
            Duration watchTime,
            Duration firstBackoff,
            Duration longestBackoff,
            Vigilance vigilance) {
        public static final Settings DEFAULT = new Settings(
                "",
                "nginx.ingress.kubernetes.io",
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Vigilance.DEFAULT);

        public Settings inNamespace(String only) {
            return new Settings(only, nginxPrefix, answerTimeout, watchTime, firstBackoff, longestBackoff, vigilance);
        }

        public Settings with(Vigilance other) {
            return new Settings(namespace, nginxPrefix, answerTimeout, watchTime, firstBackoff, longestBackoff, other);
        }
    }

    /** @param probe of a whole kind; single objects are opened anew often enough */
    private record Running(WatchLoop loop, Thread thread, Confirmer confirmer, Optional<Thread> probe) {
        void stop() {
            loop.stop();
            thread.interrupt();
            confirmer.stop();
            probe.ifPresent(Thread::interrupt);
        }
    }

    private final Settings settings;
    private final ApiServer api;
    private final ClusterIdentity identity;
    private final Object lock = new Object();
    private final Map<WatchKey, Running> kinds = new HashMap<>();
    private final Map<ObjectKey, Running> singles = new HashMap<>();
    /** Loops of references that are no longer followed, until their end has been told. */
    private final Map<ObjectKey, Thread> ending = new HashMap<>();

    private final LongAdder reopened = new LongAdder();
    private WatchLoop.@Nullable Tools tools;
    private Set<ObjectKey> wanted = Set.of();
    private boolean closed;

    /** @param client is used, not owned: closing this leaves it open */
    public KubernetesWatcher(Client client, Settings settings) {
        this.settings = settings;
        this.api = new ApiServer(
                client, settings.answerTimeout(), settings.vigilance().silence());
        this.identity = new ClusterIdentity(api);
    }

    /**
     * Asks the server once for the uid of the namespace {@code kube-system}, which no two clusters share; without it (it
     * is forbidden, or the server is away) the server's address is the source's name. Ask when a kind has synced: then
     * the server is there.
     */
    @Override
    public Epoch epoch() {
        return new Epoch(identity.name(), 0);
    }

    @Override
    public Set<WatchKey> watches() {
        return KINDS.stream()
                .map(kind -> WatchScope.all(kind, settings.namespace()).key())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void start(EventSink sink) {
        synchronized (lock) {
            WatchLoop.Tools made = new WatchLoop.Tools(
                    api,
                    new Narrower(Origin.API_SERVER, settings.nginxPrefix()),
                    sink,
                    new Outages(api.address()),
                    settings.watchTime(),
                    new Backoff.Limits(settings.firstBackoff(), settings.longestBackoff()),
                    reopened);
            tools = made;
            for (ObjectKind kind : KINDS) {
                WatchScope scope = WatchScope.all(kind, settings.namespace());
                kinds.put(scope.key(), kind(scope, new WatchLoop(scope, made)));
            }
            adjust(made);
        }
    }

    private Running kind(WatchScope scope, WatchLoop loop) {
        Confirmer confirmer = confirmer(scope, loop);
        Duration every = settings.vigilance().probe();
        Thread probe = Thread.ofVirtual()
                .name("probe " + scope.key())
                .start(new SilenceProbe(scope, api, loop.told(), confirmer, every));
        return new Running(loop, begin(scope, loop), confirmer, Optional.of(probe));
    }

    private Confirmer confirmer(WatchScope scope, WatchLoop loop) {
        Vigilance vigilance = settings.vigilance();
        return new Confirmer(
                scope,
                api,
                loop,
                new Confirmer.Limits(vigilance.spacing(), vigilance.grace(), settings.answerTimeout()));
    }

    @Override
    public CompletionStage<Confirmation> confirm(WatchKey watch) {
        synchronized (lock) {
            return Optional.ofNullable(kinds.get(watch))
                    .or(() -> singles.values().stream()
                            .filter(running -> running.loop().watch().equals(watch))
                            .findAny())
                    .map(running -> running.confirmer().confirm())
                    .orElseGet(() ->
                            CompletableFuture.completedFuture(new Confirmation.Unknown(watch + " is not watched")));
        }
    }

    @Override
    public Map<WatchKey, Duration> silences() {
        synchronized (lock) {
            Map<WatchKey, Duration> silences = new HashMap<>();
            kinds.forEach((watch, running) ->
                    silences.put(watch, running.loop().told().silence()));
            return silences;
        }
    }

    @Override
    public long reopened() {
        return reopened.sum();
    }

    @Override
    public void follow(Set<ObjectKey> references) {
        for (ObjectKey key : references) {
            if (!key.kind().equals(ObjectKind.SECRET) && !key.kind().equals(ObjectKind.CONFIG_MAP)) {
                throw new IllegalArgumentException(key + ": only Secrets and ConfigMaps are followed singly");
            }
        }
        synchronized (lock) {
            wanted = Set.copyOf(references);
            if (tools != null && !closed) {
                adjust(tools);
            }
        }
    }

    private void adjust(WatchLoop.Tools made) {
        for (ObjectKey key : Set.copyOf(singles.keySet())) {
            if (!wanted.contains(key)) {
                Running running = singles.remove(key);
                if (running != null) {
                    running.stop();
                    ending.put(key, running.thread());
                }
            }
        }
        for (ObjectKey key : wanted) {
            singles.computeIfAbsent(key, begun -> single(begun, made));
        }
    }

    private Running single(ObjectKey key, WatchLoop.Tools made) {
        WatchScope scope = WatchScope.single(key);
        WatchLoop loop = new WatchLoop(scope, made);
        Thread before = ending.get(key);
        Thread thread = begin(scope, () -> {
            awaitEnd(before); // its Ended must not come after our first event
            loop.run();
            ended(key, made);
        });
        return new Running(loop, thread, confirmer(scope, loop), Optional.empty());
    }

    private void ended(ObjectKey key, WatchLoop.Tools made) {
        boolean tell;
        synchronized (lock) {
            tell = !closed;
        }
        if (tell) {
            made.sink().accept(new ObjectEvent.Ended(ObjectSource.watchOf(key)));
        }
        synchronized (lock) {
            ending.remove(key, Thread.currentThread());
        }
    }

    private static void awaitEnd(@Nullable Thread before) {
        boolean interrupted = false;
        while (before != null && before.isAlive()) {
            try {
                before.join();
            } catch (InterruptedException e) {
                interrupted = true; // we are to stop too, but in order
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread begin(WatchScope scope, Runnable loop) {
        return Thread.ofVirtual()
                .name("watch " + scope.key())
                .uncaughtExceptionHandler((dead, e) -> LOG.error("The {} has died", dead.getName(), e))
                .start(loop);
    }

    @Override
    public void close() {
        List<Thread> threads = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            kinds.values().forEach(running -> threads.add(running.thread()));
            singles.values().forEach(running -> threads.add(running.thread()));
            threads.addAll(ending.values());
            kinds.values().forEach(Running::stop);
            singles.values().forEach(Running::stop);
        }
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        for (Thread thread : threads) {
            join(thread, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }

    private static void join(Thread thread, Duration longest) {
        try {
            if (Thread.currentThread() != thread && !thread.join(longest)) {
                LOG.warn("The {} has not ended within {}", thread.getName(), CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
