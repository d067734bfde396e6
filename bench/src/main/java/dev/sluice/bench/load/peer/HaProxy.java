package dev.sluice.bench.load.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy: a thread a core, connections to the backend shared, no log. */
final class HaProxy {
    private static final String FRONTEND = """
            frontend %1$s
              bind 127.0.0.1:%2$s
              http-request set-header X-Forwarded-Proto %3$s
              http-request set-header X-Forwarded-Port %%[dst_port]
              http-request set-header X-Forwarded-Host %%[req.hdr(host)]
              http-request set-header X-Real-IP %%[src]
              http-request set-header X-Request-ID %%[uuid()]
              option forwardfor
              use_backend %%[base,map_beg(%4$s)]
            """;

    private HaProxy() {}

    static Server start(Path work, Routes routes, Certificate certificate, int backendPort)
            throws IOException, InterruptedException {
        Ports ports = Ports.three();
        Path map = map(work, routes);
        String tls = ports.https() + " ssl crt " + certificate.both() + " alpn h2,http/1.1";
        String config = """
                global
                  maxconn 16384
                  no strict-limits
                  nbthread %d
                  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 75s
                  timeout server 60s
                  http-reuse always
                """.formatted(Runtime.getRuntime().availableProcessors())
                + FRONTEND.formatted("clear", ports.http() + " backlog 4096", "http", map)
                + FRONTEND.formatted("tls", tls + " backlog 4096", "https", map)
                + FRONTEND.formatted("h2c", ports.h2c() + " proto h2 backlog 4096", "http", map)
                + "backend up%n  server s 127.0.0.1:%d pool-max-conn 512%n".formatted(backendPort);
        Path file = Files.writeString(work.resolve("haproxy.cfg"), config);
        return Server.start(
                "haproxy", ports, work.resolve("haproxy.log"), List.of("haproxy", "-db", "-f", file.toString()));
    }

    private static Path map(Path work, Routes routes) throws IOException {
        StringBuilder map = new StringBuilder();
        for (String host : routes.hosts()) {
            for (String path : routes.paths()) {
                map.append(host).append(path).append(" up\n");
            }
        }
        return Files.writeString(work.resolve("routes.map"), map);
    }
}
