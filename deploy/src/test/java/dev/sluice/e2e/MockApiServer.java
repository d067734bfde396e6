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
    private final Relay relay;

    MockApiServer() throws IOException {
        server.init();
        client = server.createClient();
        relay = new Relay("127.0.0.1", port());
    }

    /** Where it really listens. */
    int port() {
        return server.getPort();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig(Path directory) throws IOException {
        return Kubeconfig.write(directory, "http://127.0.0.1:" + relay.port(), "");
    }

    @Override
    public void stop() throws IOException {
        relay.down();
    }

    @Override
    public void startAgain() throws IOException {
        relay.up();
    }

    @Override
    public void close() throws IOException {
        client.close();
        relay.close();
        server.destroy();
    }

    @Override
    public String toString() {
        return "mock API server";
    }
}
