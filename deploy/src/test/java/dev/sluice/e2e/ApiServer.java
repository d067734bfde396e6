package dev.sluice.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An API server that a test made. */
interface ApiServer extends AutoCloseable {
    KubernetesClient client();

    /** Writes a kubeconfig for it. */
    Path kubeconfig(Path directory) throws IOException;

    /** The same, for whose token that is. */
    Path kubeconfig(Path directory, String token) throws IOException;

    /** A token of a ServiceAccount that is there. */
    String token(String namespace, String account);

    /** Its process ends; objects stay. */
    void stop() throws Exception;

    /** After {@link #stop}, at the same address. */
    void startAgain() throws Exception;

    @Override
    void close() throws IOException;

    /** As {@code kubectl apply -f -}. */
    default void apply(String yaml) {
        List<HasMetadata> objects = client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        for (HasMetadata object : objects) {
            apply(object);
        }
    }

    /** Somebody else, as who writes status, may come between reading and writing: then it is read again. */
    private void apply(HasMetadata object) {
        for (int tries = 1; ; tries++) {
            try {
                if (client().resource(object).get() == null) {
                    client().resource(object).create();
                } else {
                    client().resource(object).update();
                }
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409 || tries == 10) {
                    throw e;
                }
            }
        }
    }
}
