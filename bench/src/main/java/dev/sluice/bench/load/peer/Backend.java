package dev.sluice.bench.load.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all proxies ask: one nginx worker with 128 bytes for every path, and files of the sizes that are measured. */
public final class Backend {
    /** Sizes that can be asked for, in bytes. */
    public static final int[] SIZES = {4 << 10, 1 << 20};

    private Backend() {}

    static Server start(Path work) throws IOException, InterruptedException {
        Path files = Files.createDirectories(work.resolve("files"));
        StringBuilder locations = new StringBuilder();
        for (int size : SIZES) {
            Path file = Files.write(files.resolve(Integer.toString(size)), new byte[size]);
            locations.append("location ~ /%d$ { alias %s; }%n".formatted(size, file));
        }
        int port = Ports.free();
        String config = Nginx.head(work, "backend", "1") + """
                default_type text/plain; sendfile on; tcp_nopush on; open_file_cache max=16;
                server {
                  listen 127.0.0.1:%d backlog=4096;
                  location / { return 200 '%s'; }
                  %s
                } }
                """.formatted(port, "x".repeat(128), locations);
        return Nginx.start(work, "backend", new Ports(port, 0, 0), config);
    }
}
