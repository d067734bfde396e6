package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.SecretBytes;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Secret and ConfigMap, v1: named pieces of data. */
final class DataNarrowing {
    private DataNarrowing() {}

    static List<ObservedObject> secret(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        SortedMap<String, SecretBytes> data = new TreeMap<>();
        Field encoded = root.at("data");
        for (String name : encoded.keys()) {
            decoded(encoded.entry(name)).ifPresent(bytes -> data.put(name, bytes));
        }
        Field plain = root.at("stringData"); // overrides data (core/v1 Secret)
        for (String name : plain.keys()) {
            plain.entry(name)
                    .text()
                    .ifPresent(text -> data.put(name, SecretBytes.of(text.getBytes(StandardCharsets.UTF_8))));
        }
        String type = root.at("type").text().orElse("Opaque");
        return List.of(new ObservedSecret(key, meta, type, data, flaws.all()));
    }

    private static Optional<SecretBytes> decoded(Field field) {
        Optional<String> text = field.text();
        if (text.isEmpty()) {
            return field.present() ? Optional.empty() : Optional.of(SecretBytes.of(new byte[0]));
        }
        try {
            // Go's decoder, which the API server uses, skips line breaks.
            String joined = text.get().replace("\n", "").replace("\r", "").strip();
            return Optional.of(SecretBytes.of(Base64.getDecoder().decode(joined)));
        } catch (IllegalArgumentException e) {
            field.flaw("expected base64; write plain text under stringData");
            return Optional.empty();
        }
    }

    static List<ObservedObject> configMap(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        SortedMap<String, String> data = new TreeMap<>();
        Field field = root.at("data");
        for (String name : field.keys()) {
            field.entry(name).text().ifPresent(text -> data.put(name, text));
        }
        return List.of(new ObservedConfigMap(key, meta, data, flaws.all()));
    }
}
