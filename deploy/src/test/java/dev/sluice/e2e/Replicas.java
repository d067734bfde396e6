package dev.sluice.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three replicas of the control plane as processes, on addresses of their own, that find each other through an API server,
 * and data planes that are told of all three.
 */
final class Replicas implements AutoCloseable {
    static final int COUNT = 3;
    static final String NAMESPACE = "sluice-system";

    private final ApiServer api;
    private final Path work;
    private final List<String> hosts;
    private final List<SluiceProcess> running = new ArrayList<>();
    private final List<SluiceProcess> dataPlanes = new ArrayList<>();

    /** @param net of this test alone: the replicas are 127.0.NET.1 to 3 */
    Replicas(ApiServer api, Path work, int net) {
        this.api = api;
        this.work = work;
        this.hosts = IntStream.rangeClosed(1, COUNT)
                .mapToObj(host -> "127.0." + net + "." + host)
                .toList();
        api.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: sluice-system}
                """ + headlessService(hosts));
    }

    /** What makes the replicas at these addresses known to each other, before they are ready. */
    static String headlessService(List<String> addresses) {
        return """
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: sluice-control-plane-x
                  namespace: sluice-system
                  labels: {kubernetes.io/service-name: sluice-control-plane}
                addressType: IPv4
                endpoints: [%s]
                ports: [{name: management, port: 8558, protocol: TCP}]
                """.formatted(addresses.stream()
                .map(address -> "{addresses: [" + address + "], conditions: {ready: false}}")
                .collect(Collectors.joining(", ")));
    }

    void start(String... flags) throws IOException {
        for (String host : hosts) {
            Path config = Files.writeString(work.resolve(host + ".conf"), """
                    sluice.control-plane {
                      replica.name = "%s"
                      rollout.namespace = "%s"
                    }
                    """.formatted(host, NAMESPACE));
            List<String> words = new ArrayList<>(List.of(
                    "control-plane",
                    "--kubeconfig",
                    api.kubeconfig(work.resolve(host)).toString(),
                    "--discovery-host",
                    host,
                    "--config",
                    config.toString(),
                    "--cluster-host",
                    host,
                    "--cluster-service",
                    NAMESPACE + "/sluice-control-plane",
                    "--api-port",
                    "0"));
            words.addAll(List.of(flags));
            running.add(SluiceProcess.start(words.toArray(String[]::new)));
        }
    }

    List<SluiceProcess> running() {
        return List.copyOf(running);
    }

    /** All replicas at once; the data planes serve on. */
    void stop() throws Exception {
        for (SluiceProcess replica : running) {
            replica.close();
        }
        running.clear();
    }

    SluiceProcess dataPlane(String name, String... flags) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "data-plane",
                "--control-plane",
                hosts.stream().map(host -> host + ":7070").collect(Collectors.joining(",")),
                "--node",
                name,
                "--bind",
                "127.0.0.1",
                "--state-dir",
                work.resolve(name).toString()));
        words.addAll(List.of(flags));
        if (!words.contains("--access-log")) {
            words.addAll(List.of("--access-log", "off"));
        }
        SluiceProcess dataPlane = SluiceProcess.onFreePorts(words.toArray(String[]::new));
        dataPlanes.add(dataPlane);
        return dataPlane;
    }

    @Override
    public void close() throws Exception {
        stop();
        for (SluiceProcess dataPlane : dataPlanes) {
            dataPlane.close();
        }
    }
}
