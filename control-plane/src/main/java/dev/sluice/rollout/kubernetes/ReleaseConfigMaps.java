package dev.sluice.rollout.kubernetes;

import dev.sluice.key.Digest;
import dev.sluice.rollout.store.StoreFailure;
import dev.sluice.rollout.store.StoreFailure.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Contents of releases, each cut into ConfigMaps {@code sluice-release-<digest>-<part>}: an object of Kubernetes may have
 * 1 MiB. Names come from the content, so that whoever keeps a release a second time finds it there.
 */
final class ReleaseConfigMaps {
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String SLUICE = "sluice";
    static final String RELEASE = "sluice.dev/release";
    static final String PARTS = "sluice.dev/parts";
    static final String KEY = "part";
    /** Base64 makes four bytes of three, and what is around it needs room. */
    static final int PART_BYTES = 640 * 1024;

    /** A label's value has at most 63 characters; a whole digest has 64. */
    private static final int LABEL_DIGITS = 32;

    private static final int NAME_DIGITS = 12;
    /** Content that no decision names is kept so long: who has put it may be about to decide. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final KubernetesClient client;
    private final ConfigMapSettings settings;
    private final Clock clock;

    ReleaseConfigMaps(KubernetesClient client, ConfigMapSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    void put(Digest release, byte[] content) {
        int parts = Math.max(1, (content.length + PART_BYTES - 1) / PART_BYTES);
        checkRoom(release, content.length);
        for (int part = 0; part < parts; part++) {
            int from = part * PART_BYTES;
            byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + PART_BYTES));
            createUnlessThere(map(release, part, parts, bytes));
        }
    }

    private void checkRoom(Digest release, long bytes) {
        if (bytes > settings.maxReleaseBytes()) {
            throw tooLarge(release, bytes, "one release may have", settings.maxReleaseBytes());
        }
        long others = all().stream()
                .filter(map -> !label(release).equals(label(map)))
                .mapToLong(map -> part(map).length)
                .sum();
        if (others + bytes > settings.maxTotalBytes()) {
            throw tooLarge(release, others + bytes, "all releases may have", settings.maxTotalBytes());
        }
    }

    private StoreFailure tooLarge(Digest release, long bytes, String what, long most) {
        return new StoreFailure(
                Reason.TOO_LARGE,
                "namespace " + settings.namespace() + ": with release " + release.shortText() + " there are " + bytes
                        + " bytes compressed, and " + what + " " + most);
    }

    /** Empty unless all parts are there. */
    Optional<byte[]> get(Digest release) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int parts = 1;
        for (int part = 0; part < parts; part++) {
            ConfigMap map = client.configMaps()
                    .inNamespace(settings.namespace())
                    .withName(name(release, part))
                    .get();
            if (map == null) {
                return Optional.empty();
            }
            parts = parts(map);
            content.writeBytes(part(map));
        }
        return Optional.of(content.toByteArray());
    }

    void retain(Set<Digest> named) {
        Set<String> labels = named.stream().map(ReleaseConfigMaps::label).collect(Collectors.toSet());
        Instant old = clock.instant().minus(GRACE);
        for (ConfigMap map : all()) {
            String created = map.getMetadata().getCreationTimestamp();
            boolean settled = created == null || Instant.parse(created).isBefore(old);
            if (!labels.contains(label(map)) && settled) {
                client.resource(map).delete();
            }
        }
    }

    private List<ConfigMap> all() {
        return client.configMaps()
                .inNamespace(settings.namespace())
                .withLabel(RELEASE)
                .list()
                .getItems();
    }

    private void createUnlessThere(ConfigMap map) {
        try {
            client.resource(map).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private ConfigMap map(Digest release, int part, int parts, byte[] bytes) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(settings.namespace())
                .withName(name(release, part))
                .withLabels(Map.of(MANAGED_BY, SLUICE, RELEASE, label(release)))
                .withAnnotations(Map.of(PARTS, String.valueOf(parts)))
                .endMetadata()
                .withImmutable(true)
                .withBinaryData(Map.of(KEY, Base64.getEncoder().encodeToString(bytes)))
                .build();
    }

    private static String name(Digest release, int part) {
        return "sluice-release-" + release.toString().substring(0, NAME_DIGITS) + "-" + part;
    }

    private static String label(Digest release) {
        return release.toString().substring(0, LABEL_DIGITS);
    }

    private static String label(ConfigMap map) {
        Map<String, String> labels = map.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(RELEASE, "");
    }

    private static int parts(ConfigMap map) {
        Map<String, String> annotations = map.getMetadata().getAnnotations();
        @Nullable String parts = annotations == null ? null : annotations.get(PARTS);
        try {
            return Integer.parseInt(parts == null ? "" : parts);
        } catch (NumberFormatException e) {
            throw unreadable(map, "annotation " + PARTS + ": expected a number", e);
        }
    }

    private static byte[] part(ConfigMap map) {
        @Nullable
        String text = map.getBinaryData() == null ? null : map.getBinaryData().get(KEY);
        try {
            return Base64.getDecoder().decode(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw unreadable(map, "binaryData." + KEY + ": expected base64", e);
        }
    }

    private static StoreFailure unreadable(ConfigMap map, String what, Exception cause) {
        return new StoreFailure(
                Reason.UNREADABLE,
                "ConfigMap " + map.getMetadata().getNamespace() + "/"
                        + map.getMetadata().getName() + ": " + what,
                cause);
    }
}
