package dev.sluice.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Three replicas and three data planes, {@code a}, {@code b} and {@code c}, as processes, with the mock API server, to ask anything. */
final class AskedFleet implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> NAMES = List.of("a", "b", "c");

    final MockApiServer api;
    private final Opened opened = new Opened();
    private final List<SluiceProcess> processes = new ArrayList<>();
    private final List<StatusApi> replicas = new ArrayList<>();
    private final Map<String, SluiceProcess> planes = new TreeMap<>();
    private final Map<String, Path> logs = new TreeMap<>();

    /**
     * Starts them, and waits until each replica sees all of it.
     *
     * @param net of this test alone: the replicas are 127.0.NET.1 to 3
     * @param objects what is there from the beginning
     */
    AskedFleet(Path work, int net, String objects) throws Exception {
        api = opened.add(new MockApiServer());
        Replicas all = opened.add(new Replicas(api, work, net));
        api.apply(objects);
        Path often =
                Files.writeString(work.resolve("data-plane.conf"), "sluice.data-plane.following.health-period = 200ms");
        all.start();
        processes.addAll(all.running());
        for (String name : NAMES) {
            planes.put(name, all.dataPlane(name, flags(often, work.resolve(name + ".access"))));
            logs.put(name, work.resolve(name + ".access"));
        }
        for (SluiceProcess replica : processes) {
            replicas.add(opened.add(new StatusApi(replica)));
        }
        everywhere("three data planes are ready", "/api/v1/status", "/fleets/0/dataPlanes/ready");
        everywhere("three replicas are there", "/api/v1/status", "/replicas");
        Eventually.within(LIMIT, "no replica holds all, of which it would move some", this::placed);
    }

    private static String[] flags(Path config, Path log) {
        return new String[] {
            "--config", config.toString(), "--access-log", log.toString(), "--access-log-format", "json"
        };
    }

    private void everywhere(String what, String path, String pointer) {
        for (StatusApi replica : replicas) {
            Eventually.within(LIMIT, what, () -> replica.get(path).at(pointer).equals(String.valueOf(NAMES.size())));
        }
    }

    /** As seen by each replica. */
    private boolean placed() throws IOException {
        for (StatusApi replica : replicas) {
            List<String> holders =
                    replica.get("/api/v1/dataplanes").body().path("items").findValuesAsText("replica");
            if (Set.copyOf(holders).size() < 2) {
                return false;
            }
        }
        return true;
    }

    List<StatusApi> replicas() {
        return List.copyOf(replicas);
    }

    StatusApi replica(int place) {
        return replicas.get(place);
    }

    /** Of the replica at this place. */
    SluiceProcess process(int place) {
        return processes.get(place);
    }

    /** Names of the data planes. */
    List<String> planes() {
        return NAMES;
    }

    /** Lines of JSON. */
    Path accessLog(String plane) {
        return Objects.requireNonNull(logs.get(plane), plane);
    }

    /** Of the data plane of this name, where it takes requests. */
    int port(String plane) throws InterruptedException {
        return Objects.requireNonNull(planes.get(plane), plane).httpPort();
    }

    /** Waits until the object's newest state is live everywhere. */
    void awaitLive(String namespace, String ingress) throws IOException {
        StatusApi.Answer answer =
                replica(0).get("/api/v1/receipts?namespace=" + namespace + "&name=" + ingress + "&wait=30s");
        if (!answer.at("/live").equals("true")) {
            throw new AssertionError(answer.body().toString());
        }
    }

    @Override
    public void close() throws Exception {
        opened.close();
    }
}
