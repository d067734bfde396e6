package dev.sluice.wire;

import com.google.protobuf.CodedOutputStream;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.wire.v1.Key;
import dev.sluice.wire.v1.Kind;

/** Keys of resources. The numbers of kinds are part of the hash of a resource and never change. */
final class KeyCodec {
    private KeyCodec() {}

    static Key toWire(ResourceKey key) {
        return Key.newBuilder().setKindValue(number(key)).setId(key.id()).build();
    }

    static ResourceKey fromWire(Key key) throws UndecodableException {
        try {
            return key.getKind() == Kind.UNRECOGNIZED
                    ? new UnknownKey(key.getKindValue(), key.getId())
                    : ResourceKey.of(kind(key.getKind()), key.getId());
        } catch (IllegalArgumentException e) {
            throw new UndecodableException("key: " + e.getMessage(), e);
        }
    }

    static int bytes(ResourceKey key) {
        return CodedOutputStream.computeStringSizeNoTag(key.id());
    }

    /** Of the kind, as it travels and is hashed. */
    static int number(ResourceKey key) {
        return key instanceof UnknownKey unknown
                ? unknown.number()
                : toWire(key.kind()).getNumber();
    }

    private static Kind toWire(ResourceKind kind) {
        return switch (kind) {
            case TICKET_KEYS -> Kind.KIND_TICKET_KEYS;
            case CREDENTIAL -> Kind.KIND_CREDENTIAL;
            case TRUST_BUNDLE -> Kind.KIND_TRUST_BUNDLE;
            case CERTIFICATE -> Kind.KIND_CERTIFICATE;
            case TLS_HOST -> Kind.KIND_TLS_HOST;
            case ENDPOINT_SET -> Kind.KIND_ENDPOINT_SET;
            case UPSTREAM -> Kind.KIND_UPSTREAM;
            case LISTENER -> Kind.KIND_LISTENER;
            case ROUTE -> Kind.KIND_ROUTE;
            case UNKNOWN -> throw new IllegalArgumentException("only a key knows the number of an unknown kind");
        };
    }

    private static ResourceKind kind(Kind kind) throws UndecodableException {
        return switch (kind) {
            case KIND_TICKET_KEYS -> ResourceKind.TICKET_KEYS;
            case KIND_CREDENTIAL -> ResourceKind.CREDENTIAL;
            case KIND_TRUST_BUNDLE -> ResourceKind.TRUST_BUNDLE;
            case KIND_CERTIFICATE -> ResourceKind.CERTIFICATE;
            case KIND_TLS_HOST -> ResourceKind.TLS_HOST;
            case KIND_ENDPOINT_SET -> ResourceKind.ENDPOINT_SET;
            case KIND_UPSTREAM -> ResourceKind.UPSTREAM;
            case KIND_LISTENER -> ResourceKind.LISTENER;
            case KIND_ROUTE -> ResourceKind.ROUTE;
            case KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new UndecodableException("key: no kind: expected 1 to " + ResourceKey.MAX_KIND_NUMBER);
        };
    }
}
