package dev.sluice.watch.kubernetes;

import dev.sluice.key.WatchKey;
import dev.sluice.watch.kubernetes.ScriptedApi.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An API server over one numbered store, as etcd is: every write of any kind raises the one revision. Services are the
 * only objects that change; its watches can be made to hang, and its store can be put back.
 */
public final class ScriptedCluster implements AutoCloseable {
    private static final String SERVICES = "/api/v1/services";

    private record Event(String type, long number, String object) {}

    private record Watch(String path, Answer.Stream stream) {}

    /** What a backup holds. */
    public record Backup(long revision, Map<String, Long> services) {}

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final List<Event> log = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private final List<Event> held = new ArrayList<>();
    private final Map<String, Long> services = new TreeMap<>();
    private final Map<String, List<String>> fixed = new TreeMap<>();
    private final ScriptedApi api;
    private long revision = 10;
    private boolean hanging;
    private boolean silent;

    public ScriptedCluster() throws IOException {
        api = new ScriptedApi(0, this::answer);
    }

    public int port() {
        return api.port();
    }

    synchronized long revision() {
        return revision;
    }

    /** Something that nobody here watches was written. */
    public synchronized long elsewhere() {
        return ++revision;
    }

    /** An object that has always been there, under the path of its collection. */
    public synchronized void fixed(String path, String object) {
        fixed.computeIfAbsent(path, any -> new ArrayList<>()).add(object);
    }

    public synchronized long put(String name) {
        revision++;
        String type = services.put(name, revision) == null ? "ADDED" : "MODIFIED";
        happen(new Event(type, revision, Objects.service(name, revision)));
        return revision;
    }

    public synchronized long delete(String name) {
        revision++;
        services.remove(name);
        happen(new Event("DELETED", revision, Objects.service(name, revision)));
        return revision;
    }

    /** From now on watches bring nothing, although they are open. */
    public synchronized void hang() {
        hanging = true;
    }

    /** What was held back is brought after all. */
    public synchronized void release() {
        hanging = false;
        held.forEach(this::bring);
        held.clear();
    }

    /** Requests are taken and never answered. */
    public synchronized void fallSilent() {
        silent = true;
    }

    public synchronized void bookmark() {
        watches.forEach(watch -> watch.stream().send(Objects.bookmark(revision)));
    }

    public synchronized Backup backup() {
        return new Backup(revision, Map.copyOf(services));
    }

    /** The store is as it was; watches go on and know nothing of it. */
    public synchronized void restore(Backup backup) {
        revision = backup.revision();
        services.clear();
        services.putAll(backup.services());
        log.clear();
        held.clear();
    }

    /** Takes requests up to the first that fits. */
    String awaitRequest(Predicate<String> wanted) throws InterruptedException {
        while (true) {
            String request = asked.poll(20, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no such request; asked so far: " + api.requests());
            }
            if (wanted.test(request)) {
                return request;
            }
        }
    }

    long metadataLists(WatchKey watch) {
        String path = WatchScope.all(watch.kind(), "").path();
        return api.requests().stream()
                .filter(request ->
                        request.startsWith(ScriptedApi.METADATA + "/" + path) && !request.contains("limit=1&"))
                .filter(request -> !request.endsWith("limit=1"))
                .count();
    }

    private void happen(Event event) {
        log.add(event);
        if (hanging) {
            held.add(event);
        } else {
            bring(event);
        }
    }

    private void bring(Event event) {
        for (Watch watch : watches) {
            if (watch.path().equals(SERVICES)) {
                watch.stream().send(Objects.event(event.type(), event.object()));
            }
        }
    }

    private synchronized Answer answer(String request) {
        asked.add(request);
        boolean metadata = request.startsWith(ScriptedApi.METADATA);
        String uri = metadata ? request.substring(ScriptedApi.METADATA.length()) : request;
        String path = uri.substring(0, uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?'));
        if (silent) {
            return new Answer.Silence();
        }
        if (path.endsWith("kube-system")) {
            return new Answer.Body(200, "{\"metadata\":{\"uid\":\"scripted\"}}");
        }
        if (uri.contains("watch=true")) {
            return watch(path, Long.parseLong(uri.substring(uri.lastIndexOf('=') + 1)));
        }
        return new Answer.Body(200, list(path, uri.endsWith("limit=1") ? 1 : Integer.MAX_VALUE));
    }

    private Answer watch(String path, long from) {
        Answer.Stream stream = new Answer.Stream();
        watches.add(new Watch(path, stream));
        if (path.equals(SERVICES) && !hanging) {
            log.stream()
                    .filter(event -> event.number() > from)
                    .forEach(event -> stream.send(Objects.event(event.type(), event.object())));
        }
        return stream;
    }

    private String list(String path, int limit) {
        List<String> items = path.equals(SERVICES)
                ? services.entrySet().stream()
                        .map(entry -> Objects.service(entry.getKey(), entry.getValue()))
                        .toList()
                : fixed.getOrDefault(path, List.of());
        if (items.size() <= limit) {
            return Objects.list(revision, "", items);
        }
        return "{\"metadata\":{\"resourceVersion\":\"" + revision + "\",\"continue\":\"more\",\"remainingItemCount\":"
                + (items.size() - limit) + "},\"items\":[" + String.join(",", items.subList(0, limit)) + "]}";
    }

    @Override
    public synchronized void close() {
        watches.forEach(watch -> watch.stream().end());
        api.close();
    }
}
