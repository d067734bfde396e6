package dev.sluice.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the control plane finds the API server. */
final class Kubeconfig {
    private Kubeconfig() {}

    static Path write(Path folder, String url) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(url));
    }
}
