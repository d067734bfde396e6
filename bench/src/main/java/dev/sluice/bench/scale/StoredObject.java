package dev.sluice.bench.scale;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An object as the API server keeps it.
 *
 * @param metadata what stands in {@code metadata} beside namespace, name, uid and resourceVersion; begins with a comma or is empty
 * @param rest what stands beside {@code metadata}, as {@code "spec":{...}}
 */
record StoredObject(String namespace, String name, long version, String metadata, String rest) {
    String key() {
        return namespace + "/" + name;
    }

    StoredObject at(long newVersion) {
        return new StoredObject(namespace, name, newVersion, metadata, rest);
    }

    /** As in a list: without kind. */
    String item() {
        return "{" + meta() + (rest.isEmpty() ? "" : "," + rest) + "}";
    }

    /** As in a list of PartialObjectMetadata. */
    String partial() {
        return "{" + meta() + "}";
    }

    /** As in a watch event. */
    String whole(Kind kind) {
        return "{\"kind\":\"" + kind.kind() + "\",\"apiVersion\":\"" + kind.apiVersion() + "\"," + meta()
                + (rest.isEmpty() ? "" : "," + rest) + "}";
    }

    private String meta() {
        String within = namespace.isEmpty() ? "" : "\"namespace\":\"" + namespace + "\",";
        return "\"metadata\":{\"name\":\"" + name + "\"," + within + "\"uid\":\"" + uid() + "\",\"resourceVersion\":\""
                + version + "\",\"creationTimestamp\":\"2026-05-04T08:15:30Z\"" + metadata + "}";
    }

    private String uid() {
        return UUID.nameUUIDFromBytes(key().getBytes(StandardCharsets.UTF_8)).toString();
    }
}
