package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.wire.v1.ObjectRef;

/** Which Kubernetes object. */
final class ObjectCodec {
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
        return new ObjectKey(new ObjectKind(wire.getGroup(), wire.getKind()), wire.getNamespace(), wire.getName());
    }
}
