package dev.sluice.rollout.kubernetes;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.rollout.store.DecisionText;
import dev.sluice.rollout.store.StoreFailure;
import dev.sluice.rollout.store.StoreFailure.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the decision in one ConfigMap, and each release in as many as it takes. The decision is written on condition of
 * the resource version that was read, so that of two writers one is refused with 409.
 */
public final class ConfigMapStore implements DecisionStore {
    static final String KEY = "decision.json";

    private final KubernetesClient client;
    private final ConfigMapSettings settings;
    private final ReleaseConfigMaps releases;

    public ConfigMapStore(KubernetesClient client, ConfigMapSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.releases = new ReleaseConfigMaps(client, settings, clock);
    }

    @Override
    public String place() {
        return "ConfigMap " + settings.namespace() + "/" + settings.name();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public Kept read() {
        ConfigMap map = asked(
                "read",
                () -> client.configMaps()
                        .inNamespace(settings.namespace())
                        .withName(settings.name())
                        .get());
        if (map == null) {
            return Kept.NOTHING;
        }
        String text = map.getData() == null ? null : map.getData().get(KEY);
        if (text == null) {
            throw new StoreFailure(Reason.UNREADABLE, place() + ": expected key " + KEY);
        }
        return new Kept(DecisionText.read(text), map.getMetadata().getResourceVersion());
    }

    @Override
    public void write(Decision next, Kept before) {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(settings.name())
                .withLabels(Map.of(ReleaseConfigMaps.MANAGED_BY, ReleaseConfigMaps.SLUICE))
                .withResourceVersion(before.mark().isEmpty() ? null : before.mark())
                .endMetadata()
                .withData(Map.of(KEY, DecisionText.write(next)))
                .build();
        asked(
                "write",
                () -> before.mark().isEmpty()
                        ? client.resource(map).create()
                        : client.resource(map).update());
    }

    @Override
    public void putContent(Digest release, byte[] content) {
        asked("write a release for", () -> {
            releases.put(release, content);
            return release;
        });
    }

    @Override
    public Optional<byte[]> content(Digest release) {
        return asked("read a release for", () -> releases.get(release));
    }

    @Override
    public void retain(Set<Digest> named) {
        asked("clear releases of", () -> {
            releases.retain(named);
            return named;
        });
    }

    private <T> T asked(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            String message = place() + ": cannot " + what + " it: "
                    + (e.getCode() > 0 ? "HTTP " + e.getCode() + ": " : "") + e.getMessage();
            throw new StoreFailure(reason(e.getCode()), message, e);
        }
    }

    private static Reason reason(int code) {
        return switch (code) {
            case HttpURLConnection.HTTP_CONFLICT -> Reason.CONFLICT;
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN -> Reason.FORBIDDEN;
            case HttpURLConnection.HTTP_ENTITY_TOO_LARGE -> Reason.TOO_LARGE;
            default -> Reason.AWAY;
        };
    }
}
