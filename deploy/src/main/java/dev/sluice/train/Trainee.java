package dev.sluice.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be trained: a command of {@code sluice}. */
public enum Trainee {
    DATA_PLANE,
    CONTROL_PLANE,
    STANDALONE;

    private static final String MANIFESTS = """
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
            ports: [{name: '', port: %1$d, protocol: TCP}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web, namespace: default}
            spec:
              ingressClassName: sluice
              rules:
                - host: %2$s
                  http:
                    paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
            """;

    /** As it is written on the command line. */
    public String command() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Trainee of(String command) {
        return Arrays.stream(values())
                .filter(one -> one.command().equals(command))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + command + "': expected one of "
                        + Arrays.stream(values()).map(Trainee::command).collect(Collectors.joining(", "))));
    }

    boolean servesTraffic() {
        return this != CONTROL_PLANE;
    }

    /** Writes what it is configured by below {@code folder}, and says how it is started with that. */
    List<String> prepare(Path folder, int backendPort) {
        try {
            List<String> arguments = new ArrayList<>(List.of(command()));
            if (this == DATA_PLANE) {
                TrainingState.write(folder, backendPort);
                arguments.addAll(List.of("--state-dir", folder.toString()));
                arguments.addAll(List.of("--control-plane", "127.0.0.1:9")); // discard: nobody answers there
            } else {
                Path manifests = Files.createDirectory(folder.resolve("manifests"));
                Files.writeString(
                        manifests.resolve("all.yaml"),
                        MANIFESTS.formatted(backendPort, TrainingState.HOST),
                        StandardCharsets.UTF_8);
                arguments.addAll(
                        List.of("--manifests", manifests.toString(), "--api-port", "0", "--discovery-port", "0"));
            }
            if (servesTraffic()) {
                arguments.addAll(List.of("--bind", "127.0.0.1", "--http-port", "0", "--https-port", "0"));
                arguments.addAll(List.of("--admin-port", "0", "--access-log", "stdout"));
            }
            return arguments;
        } catch (IOException e) {
            throw new UncheckedIOException("what is needed for a training run cannot be written to " + folder, e);
        }
    }
}
