package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.wire.v1.ObjectRef;
import java.util.Map;

/** Which Kubernetes object. */
final class ObjectCodec {
    private static final Map<ObjectKind, ObjectKind> FREQUENT =
            Map.of(ObjectKind.INGRESS, ObjectKind.INGRESS, ObjectKind.SERVICE, ObjectKind.SERVICE);

    private ObjectCodec() {}

    static ObjectRef toWire(ObjectKey object) {
        return ObjectRef.newBuilder()
                .setGroup(object.kind().group())
                .setKind(object.kind().kind())
                .setNamespace(object.namespace())
                .setName(object.name())
                .build();
    }

    static ObjectKey fromWire(boolean present, ObjectRef wire, String field) {
        present(present, field);
        known(wire, field);
        return new ObjectKey(kind(wire), wire.getNamespace().intern(), wire.getName());
    }

    /** A table names a few kinds and namespaces thousands of times: each is kept once. */
    private static ObjectKind kind(ObjectRef wire) {
        ObjectKind kind = new ObjectKind(wire.getGroup(), wire.getKind());
        return FREQUENT.getOrDefault(kind, kind);
    }
}
