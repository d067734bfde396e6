package dev.sluice.e2e;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The mock API server in CRUD mode, over HTTP. */
final class MockApiServer implements ApiServer {
    private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), responses, new UnblockedDispatcher(responses), false);
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
        return kubeconfig(directory, "");
    }

    /** Everybody may do everything. */
    @Override
    public Path kubeconfig(Path directory, String token) throws IOException {
        return Kubeconfig.write(directory, "http://127.0.0.1:" + relay.port(), token);
    }

    @Override
    public String token(String namespace, String account) {
        return account;
    }

    /** Whoever comes with a token is this user, and may do what he asks for. */
    void knowEverybodyAs(String user) {
        server.expect()
                .post()
                .withPath("/apis/authentication.k8s.io/v1/tokenreviews")
                .andReturn(
                        201,
                        new TokenReviewBuilder()
                                .withNewStatus()
                                .withAuthenticated(true)
                                .withNewUser()
                                .withUsername(user)
                                .endUser()
                                .endStatus()
                                .build())
                .always();
        server.expect()
                .post()
                .withPath("/apis/authorization.k8s.io/v1/subjectaccessreviews")
                .andReturn(
                        201,
                        new SubjectAccessReviewBuilder()
                                .withNewStatus()
                                .withAllowed(true)
                                .endStatus()
                                .build())
                .always();
    }

    /** What processes of Sluice have asked since this was last called. */
    Set<ApiCall> calls() throws InterruptedException {
        Set<ApiCall> calls = new TreeSet<>();
        for (RecordedRequest each = server.takeRequest(0, TimeUnit.MILLISECONDS);
                each != null;
                each = server.takeRequest(0, TimeUnit.MILLISECONDS)) {
            if ("sluice".equals(each.getHeader("User-Agent"))) {
                calls.add(ApiCall.of(each.getMethod(), each.getPath()));
            }
        }
        return calls;
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
