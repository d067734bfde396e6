package dev.sluice.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's nginx as a backend on loopback, in a folder of its own. */
final class Nginx implements AutoCloseable {
    private final Path folder;
    private final int port = LastingPort.free(InetAddress.getLoopbackAddress());
    private final Process process;

    /** @param folder where its configuration, its files ({@code html}) and its logs are */
    Nginx(Path folder) throws IOException {
        Programs.require("nginx");
        this.folder = Files.createDirectories(folder);
        Files.createDirectories(folder.resolve("html"));
        Files.writeString(folder.resolve("nginx.conf"), """
                user root; # as who the files are
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log warn;
                worker_processes 1;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  keepalive_timeout 1s;
                  keepalive_requests 50;
                  gzip on;
                  gzip_min_length 1;
                  gzip_types text/plain;
                  server {
                    listen 127.0.0.1:%2$d;
                    root %1$s/html;
                    location = /host { return 200 "$host $http_x_forwarded_for $http_x_forwarded_proto"; }
                    location = /gone { return 204; }
                    location = /moved { return 302 /host; }
                  }
                }
                """.formatted(folder, port));
        process = command().start();
        Eventually.within(Duration.ofSeconds(20), "nginx answers", this::answers);
    }

    private boolean answers() {
        try {
            return Wire.get(port, "x", "/host").status() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private ProcessBuilder command(String... more) {
        java.util.List<String> all = new java.util.ArrayList<>(java.util.List.of(
                "nginx",
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString()));
        all.addAll(java.util.List.of(more));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
    }

    Path html() {
        return folder.resolve("html");
    }

    int port() {
        return port;
    }

    /** New workers take over; the old ones end when they are idle. */
    void reload() throws IOException, InterruptedException {
        if (command("-s", "reload").start().waitFor() != 0) {
            throw new IOException("nginx -s reload: " + Files.readString(folder.resolve("output")));
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
