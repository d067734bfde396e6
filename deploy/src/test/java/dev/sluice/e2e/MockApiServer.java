package dev.sluice.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;

/** The mock API server in CRUD mode, over HTTP. */
final class MockApiServer implements ApiServer {
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient client;

    MockApiServer() {
        server.init();
        client = server.createClient();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig(Path directory) throws IOException {
        return Kubeconfig.write(directory, "http://" + server.getHostName() + ":" + server.getPort(), "");
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    @Override
    public String toString() {
        return "mock API server";
    }
}
