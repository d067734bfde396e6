package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Meta;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Of an object's metadata the identity, the version, the age, and the annotations that somebody here reads. */
final class MetaNarrowing {
    private static final String OURS = "sluice.dev/";
    /** What Sluice writes itself says nothing to it: seen again, it would be a change without end. */
    private static final Set<String> OWN_WRITING =
            Set.of("sluice.dev/live-generation", "sluice.dev/live-resource-version");

    private static final String LEGACY_CLASS = "kubernetes.io/ingress.class";
    private static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

    private final Origin origin;
    private final String nginx;

    MetaNarrowing(Origin origin, String nginxPrefix) {
        this.origin = origin;
        this.nginx = nginxPrefix + "/";
    }

    /** Empty, with a flaw, if the metadata name no object. */
    static Optional<ObjectKey> key(KnownKind known, Field metadata, Origin origin) {
        int before = metadata.flawsSoFar();
        String name = metadata.at("name").requiredText("write the object's name, as name: web");
        String namespace = known.namespaced() ? namespace(metadata.at("namespace")) : "";
        if (origin == Origin.MANIFEST && !name.isEmpty() && !Names.subdomain(name)) {
            metadata.at("name").flaw("expected a name of a-z, 0-9, '-' and '.', at most 253 characters");
        }
        return metadata.flawsSoFar() > before
                ? Optional.empty()
                : Optional.of(ObjectKey.of(known.kind(), namespace.intern(), name)); // a few, at every object
    }

    private static String namespace(Field field) {
        String namespace = field.text().filter(text -> !text.isEmpty()).orElse("default");
        if (!Names.label(namespace)) {
            field.flaw("expected a namespace of a-z, 0-9 and '-', at most 63 characters");
        }
        return namespace;
    }

    Meta narrow(ObjectKey key, Field metadata) {
        long createdAt = createdAt(metadata.at("creationTimestamp"));
        SortedMap<String, String> annotations = annotations(metadata.at("annotations"));
        return switch (origin) {
            case MANIFEST -> new Meta(derivedUid(key), "", 0, createdAt, annotations);
            case API_SERVER ->
                new Meta(
                        metadata.at("uid").text().orElse(""),
                        metadata.at("resourceVersion").text().orElse(""),
                        metadata.at("generation").value() instanceof Number number ? number.longValue() : 0,
                        createdAt,
                        annotations);
        };
    }

    private static String derivedUid(ObjectKey key) {
        return UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static long createdAt(Field field) {
        Optional<String> text = field.text();
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return OffsetDateTime.parse(text.get()).toEpochSecond();
        } catch (DateTimeException e) {
            field.flaw("expected a time as 2026-01-31T12:00:00Z");
            return 0;
        }
    }

    private SortedMap<String, String> annotations(Field field) {
        SortedMap<String, String> kept = new TreeMap<>();
        for (String name : field.keys()) {
            Optional<String> value = field.entry(name).text();
            if (value.isPresent() && read(name)) {
                kept.put(name, value.get());
            }
        }
        return kept;
    }

    private boolean read(String name) {
        return (name.startsWith(OURS) && !OWN_WRITING.contains(name))
                || name.startsWith(nginx)
                || name.equals(LEGACY_CLASS)
                || name.equals(DEFAULT_CLASS);
    }
}
