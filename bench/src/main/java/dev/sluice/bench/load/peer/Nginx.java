package dev.sluice.bench.load.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx as a proxy: a worker a core, keep-alive on both sides, no buffering in files, access log off. */
final class Nginx {
    private static final String HEAD = """
            daemon off; pid %1$s/%2$s.pid; error_log %1$s/%2$s.err; worker_processes %3$s; worker_rlimit_nofile 20000;
            events { worker_connections 16384; }
            http { access_log off; keepalive_requests 1000000000; keepalive_timeout 75s; server_tokens off;
            server_names_hash_max_size 8192; server_names_hash_bucket_size 128;
            client_body_temp_path %1$s/t; proxy_temp_path %1$s/t; fastcgi_temp_path %1$s/t; uwsgi_temp_path %1$s/t; scgi_temp_path %1$s/t;
            """;

    private static final String PROXY = """
            proxy_max_temp_file_size 0;
            proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host;
            proxy_set_header X-Forwarded-Port $server_port; proxy_set_header X-Request-ID $request_id;
            upstream up { server 127.0.0.1:%d; keepalive 320; keepalive_requests 1000000000; }
            ssl_certificate %s; ssl_certificate_key %s; ssl_protocols TLSv1.2 TLSv1.3;
            ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
            """;

    private Nginx() {}

    static Server start(Path work, Routes routes, Certificate certificate, int backendPort)
            throws IOException, InterruptedException {
        Ports ports = Ports.three();
        StringBuilder config = new StringBuilder(head(work, "nginx", "auto"))
                .append(PROXY.formatted(backendPort, certificate.chain(), certificate.key()));
        String listen =
                "server { listen 127.0.0.1:%d backlog=4096; listen 127.0.0.1:%d ssl http2 backlog=4096; listen 127.0.0.1:%d http2 backlog=4096;"
                        .formatted(ports.http(), ports.https(), ports.h2c());
        for (String host : routes.hosts()) {
            config.append(listen).append(" server_name ").append(host).append(";");
            for (String path : routes.paths()) {
                config.append("location ")
                        .append(path)
                        .append("/ { proxy_pass http://up; } location = ")
                        .append(path)
                        .append(" { proxy_pass http://up; }");
            }
            config.append("}\n");
            listen = listen.replace(" backlog=4096", ""); // once for a socket
        }
        return start(work, "nginx", ports, config.append("}").toString());
    }

    static String head(Path work, String name, String workers) {
        return HEAD.formatted(work, name, workers);
    }

    static Server start(Path work, String name, Ports ports, String config) throws IOException, InterruptedException {
        Path file = Files.writeString(work.resolve(name + ".conf"), config);
        return Server.start(name, ports, work.resolve(name + ".log"), List.of("nginx", "-c", file.toString()));
    }
}
