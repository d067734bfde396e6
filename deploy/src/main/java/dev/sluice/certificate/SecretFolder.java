package dev.sluice.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets of an API server. */
public final class SecretFolder implements Folder {
    private static final String LABEL = "app.kubernetes.io/managed-by";
    private static final String VALUE = "sluice-certificates";

    private final KubernetesClient client;

    /** @param client is not closed */
    public SecretFolder(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Content> read(SecretName name) {
        Secret secret = client.secrets()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get();
        if (secret == null) {
            return Optional.empty();
        }
        Map<String, String> labels = secret.getMetadata().getLabels();
        if (labels == null || !VALUE.equals(labels.get(LABEL))) {
            throw new ForeignSecret(name, LABEL, VALUE);
        }
        Map<String, byte[]> files = new HashMap<>();
        Map<String, String> data = secret.getData();
        if (data != null) {
            data.forEach((file, text) -> files.put(file, Base64.getDecoder().decode(text)));
        }
        return Optional.of(new Content(files, secret.getMetadata().getResourceVersion()));
    }

    @Override
    public void write(SecretName name, Map<String, byte[]> files, String mark) {
        Map<String, String> data = new HashMap<>();
        files.forEach((file, bytes) -> data.put(file, Base64.getEncoder().encodeToString(bytes)));
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(name.namespace())
                .withName(name.name())
                .addToLabels(LABEL, VALUE)
                .withResourceVersion(mark.isEmpty() ? null : mark)
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        if (mark.isEmpty()) {
            client.resource(secret).create();
        } else {
            client.resource(secret).update();
        }
    }
}
