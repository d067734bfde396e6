package dev.sluice.watch.kubernetes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to call the cluster: asked once, and the same ever after. */
final class ClusterIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterIdentity.class);

    private final ApiServer api;
    private @Nullable String name;

    ClusterIdentity(ApiServer api) {
        this.api = api;
    }

    synchronized String name() {
        String known = name;
        if (known == null) {
            known = ask();
            name = known;
        }
        return known;
    }

    private String ask() {
        try {
            String uid = JsonTree.text(
                    JsonTree.object(JsonTree.of(api.get("api/v1/namespaces/kube-system")), "metadata"), "uid");
            return uid.isEmpty() ? api.address() : uid;
        } catch (IOException e) {
            LOG.info(
                    "The cluster is called by its address {}: namespace kube-system cannot be read ({})",
                    api.address(),
                    e.getMessage());
            return api.address();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return api.address();
        }
    }
}
