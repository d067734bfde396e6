package dev.sluice.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What planes are configured by in a training run: files in a folder, and arguments. Everything is on loopback. */
final class Configuration {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: default}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, namespace: default, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
            ports: [{name: '', port: %d, protocol: TCP}]
            """;
    private static final String INGRESS = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: %1$s
              namespace: default
              annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "false"}
            spec:
              ingressClassName: sluice
              tls: [{hosts: ["%2$s"]}]
              rules:
                - host: %2$s
                  http:
                    paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
            """;
    private static final String WEB = "web";

    private final Path manifests;
    private final Path state;
    private final int backendPort;

    /**
     * @param folder empty
     * @param backendPort on loopback
     */
    Configuration(Path folder, int backendPort) throws IOException {
        this.manifests = Files.createDirectory(folder.resolve("manifests"));
        this.state = Files.createDirectory(folder.resolve("state"));
        this.backendPort = backendPort;
        Files.writeString(manifests.resolve("service.yaml"), SERVICE.formatted(backendPort), StandardCharsets.UTF_8);
        ingress(WEB, TrainingState.HOST);
    }

    /** Adds or changes an Ingress, in one step as a reader sees it. */
    void ingress(String name, String host) throws IOException {
        Path written = Files.writeString(
                manifests.resolveSibling(name), INGRESS.formatted(name, host), StandardCharsets.UTF_8);
        Files.move(written, manifests.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    List<String> controlPlane() {
        return command(Trainee.CONTROL_PLANE, discovery());
    }

    /** With a last good state. */
    List<String> dataPlane(int discoveryPort) throws IOException {
        TrainingState.write(state, backendPort);
        List<String> follows =
                List.of("--control-plane", "127.0.0.1:" + discoveryPort, "--state-dir", state.toString());
        return command(Trainee.DATA_PLANE, follows, traffic());
    }

    List<String> standalone() {
        return command(Trainee.STANDALONE, discovery(), traffic());
    }

    private List<String> discovery() {
        return List.of("--manifests", manifests.toString(), "--api-port", "0", "--discovery-port", "0");
    }

    private static List<String> traffic() {
        return List.of(
                "--bind",
                "127.0.0.1",
                "--http-port",
                "0",
                "--https-port",
                "0",
                "--admin-port",
                "0",
                "--access-log",
                "stdout");
    }

    @SafeVarargs
    private static List<String> command(Trainee plane, List<String>... flags) {
        return Stream.concat(Stream.of(plane.command()), Arrays.stream(flags).flatMap(List::stream))
                .toList();
    }
}
