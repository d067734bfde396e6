package dev.sluice.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A kubeconfig with one context. */
final class Kubeconfig {
    private Kubeconfig() {}

    /** @param token empty for none */
    static Path write(Path directory, String url, String token) throws IOException {
        return Files.writeString(Files.createDirectories(directory).resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(url, token));
    }
}
