package dev.sluice.bench.load.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One control plane on manifests, and data planes that follow it: processes of their own, so that each is measured alone. */
final class Sluice {
    private final Path work;
    private final Path home;
    private final Routes routes;
    private final Certificate certificate;
    private final int backendPort;
    private int discoveryPort;

    Sluice(Path work, Path home, Routes routes, Certificate certificate, int backendPort) {
        this.work = work;
        this.home = home;
        this.routes = routes;
        this.certificate = certificate;
        this.backendPort = backendPort;
    }

    boolean controlled() {
        return discoveryPort != 0;
    }

    /** Starts the control plane that all data planes follow. */
    Server controlPlane() throws IOException, InterruptedException {
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        Files.writeString(manifests.resolve("all.yaml"), manifests());
        discoveryPort = Ports.free();
        return Server.start(
                "control-plane",
                new Ports(discoveryPort, 0, 0),
                work.resolve("control-plane.log"),
                List.of(
                        home.resolve("sluice").toString(),
                        "control-plane",
                        "--manifests",
                        manifests.toString(),
                        "--api-port",
                        "0",
                        "--discovery-port",
                        Integer.toString(discoveryPort)));
    }

    /** Starts a data plane; {@code engine} chooses engine and transport. */
    Server dataPlane(String name, List<String> engine) throws IOException, InterruptedException {
        boolean netty = !engine.contains("akka-http");
        int http = Ports.free();
        Ports ports = new Ports(http, netty ? Ports.free() : 0, netty ? http : 0);
        List<String> command = new ArrayList<>(List.of(
                home.resolve("sluice").toString(),
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + discoveryPort,
                "--state-dir",
                Files.createTempDirectory(work, name).toString(),
                "--node",
                name,
                "--bind",
                "127.0.0.1",
                "--http-port",
                Integer.toString(http),
                "--https-port",
                Integer.toString(ports.https()),
                "--admin-port",
                "0",
                "--access-log",
                "off"));
        command.addAll(engine);
        return Server.start(name, ports, work.resolve(name + ".log"), command);
    }

    private String manifests() throws IOException {
        StringBuilder yaml =
                new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata: {name: up}
                spec: {ports: [{port: 80}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: up-1, labels: {kubernetes.io/service-name: up}}
                addressType: IPv4
                ports: [{name: '', port: %d, protocol: TCP}]
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: tls}
                type: kubernetes.io/tls
                data: {tls.crt: %s, tls.key: %s}
                """.formatted(backendPort, base64(certificate.chain()), base64(certificate.key())));
        routes.hosts().forEach(host -> yaml.append(ingress(host)));
        return yaml.toString();
    }

    private String ingress(String host) {
        StringBuilder yaml = new StringBuilder("""
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, annotations: {nginx.ingress.kubernetes.io/ssl-redirect: 'false'}}
                spec:
                  ingressClassName: sluice
                  tls: [{hosts: [%s], secretName: tls}]
                  rules:
                  - host: %s
                    http:
                      paths:
                """.formatted(host.replace('.', '-'), host, host));
        for (String path : routes.paths()) {
            yaml.append("      - {path: ")
                    .append(path)
                    .append(", pathType: Prefix, backend: {service: {name: up, port: {number: 80}}}}\n");
        }
        return yaml.toString();
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
