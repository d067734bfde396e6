package dev.sluice.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the backend and the proxies, each loaded with the same routes, access logs off, upstream keep-alive on. */
record Peers(Path work, Path home, Routes routes, int backendPort) {
    private static final String NGINX_HEAD = """
            daemon off; pid %s/%s.pid; error_log %s/%s.err; worker_processes %s;
            events { worker_connections 4096; }
            http { access_log off; keepalive_requests 1000000000; keepalive_timeout 75s; server_tokens off; server_names_hash_max_size 8192; server_names_hash_bucket_size 128;
            client_body_temp_path %s/t; proxy_temp_path %s/t; fastcgi_temp_path %s/t; uwsgi_temp_path %s/t; scgi_temp_path %s/t;
            """;

    static Server backend(Path work) throws IOException, InterruptedException {
        int port = Server.freePort();
        String config = head(work, "backend", "1")
                + "server { listen 127.0.0.1:" + port
                + " backlog=4096; location / { default_type text/plain; return 200 '"
                + "x".repeat(128) + "'; } } }";
        return nginx(work, "backend", port, config);
    }

    Server nginx() throws IOException, InterruptedException {
        int port = Server.freePort();
        StringBuilder config = new StringBuilder(head(work, "nginx", "auto"))
                .append("proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header Host $host;")
                .append("proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Real-IP $remote_addr;")
                .append("proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host;")
                .append("proxy_set_header X-Forwarded-Port $server_port; proxy_set_header X-Request-ID $request_id;")
                .append("upstream up { server 127.0.0.1:" + backendPort + "; keepalive 320;")
                .append(" keepalive_requests 1000000000; }\n");
        for (String host : routes.hosts()) {
            config.append("server { listen 127.0.0.1:" + port + "; server_name " + host + ";");
            for (String path : routes.paths()) {
                config.append("location " + path + "/ { proxy_pass http://up; } location = " + path)
                        .append(" { proxy_pass http://up; }");
            }
            config.append("}\n");
        }
        return nginx(work, "nginx", port, config.append("}").toString());
    }

    private static String head(Path work, String name, String workers) {
        return NGINX_HEAD.formatted(work, name, work, name, workers, work, work, work, work, work);
    }

    private static Server nginx(Path work, String name, int port, String config)
            throws IOException, InterruptedException {
        Path file = Files.writeString(work.resolve(name + ".conf"), config);
        return Server.start(name, port, work.resolve(name + ".log"), Map.of(), List.of("nginx", "-c", file.toString()));
    }

    Server haproxy() throws IOException, InterruptedException {
        int port = Server.freePort();
        StringBuilder map = new StringBuilder();
        for (String host : routes.hosts()) {
            for (String path : routes.paths()) {
                map.append(host).append(path).append(" up\n");
            }
        }
        Path mapFile = Files.writeString(work.resolve("routes.map"), map);
        String config = """
                global
                  maxconn 8192
                  nbthread %d
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 75s
                  timeout server 60s
                  http-reuse always
                frontend f
                  bind 127.0.0.1:%d
                  http-request set-header X-Forwarded-Proto http
                  http-request set-header X-Forwarded-Port %%[dst_port]
                  http-request set-header X-Forwarded-Host %%[req.hdr(host)]
                  http-request set-header X-Real-IP %%[src]
                  http-request set-header X-Request-ID %%[uuid()]
                  option forwardfor
                  use_backend %%[base,map_beg(%s)]
                backend up
                  server s 127.0.0.1:%d pool-max-conn 512
                """.formatted(Runtime.getRuntime().availableProcessors(), port, mapFile, backendPort);
        Path file = Files.writeString(work.resolve("haproxy.cfg"), config);
        return Server.start(
                "haproxy",
                port,
                work.resolve("haproxy.log"),
                Map.of(),
                List.of("haproxy", "-db", "-f", file.toString()));
    }

    /** Sluice from manifests; {@code arguments} choose engine and transport. */
    Server sluice(String name, List<String> arguments) throws IOException, InterruptedException {
        Path manifests = Files.createDirectories(work.resolve(name + "-manifests"));
        Files.writeString(manifests.resolve("all.yaml"), manifests());
        int port = Server.freePort();
        List<String> command = new ArrayList<>(List.of(
                home.resolve("sluice").toString(),
                "standalone",
                "--manifests",
                manifests.toString(),
                "--http-port",
                Integer.toString(port)));
        for (String other : List.of("--https-port", "--admin-port", "--api-port", "--discovery-port")) {
            command.addAll(List.of(other, "0"));
        }
        command.addAll(arguments);
        return Server.start(name, port, work.resolve(name + ".log"), Map.of(), command);
    }

    private String manifests() {
        StringBuilder yaml = new StringBuilder("""
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
                """.formatted(backendPort));
        for (String host : routes.hosts()) {
            yaml.append("---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ")
                    .append(host.replace('.', '-'))
                    .append("}\nspec:\n  ingressClassName: sluice\n  rules:\n  - host: ")
                    .append(host)
                    .append("\n    http:\n      paths:\n");
            for (String path : routes.paths()) {
                yaml.append("      - {path: ")
                        .append(path)
                        .append(", pathType: Prefix, backend: {service: {name: up, port: {number: 80}}}}\n");
            }
        }
        return yaml.toString();
    }
}
