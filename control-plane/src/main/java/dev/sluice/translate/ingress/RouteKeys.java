package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keys of routes, from content: {@code Ingress/namespace/name|host|type|path}, with an ordinal at the type for the second
 * and later of equal rules of one object.
 */
final class RouteKeys {
    private static final int MOST_BYTES = 4096;
    private static final int KEPT_CHARS = 1000;

    private RouteKeys() {}

    static RouteKey of(ObjectKey object, String host, String pathType, String path, int ordinal) {
        String nth = ordinal == 0 ? "" : "#" + (ordinal + 1);
        return new RouteKey(
                bounded(object.kind().kind() + "/" + object.path() + "|" + host + "|" + pathType + nth + "|" + path));
    }

    /** The end of an overlong id is exchanged for the digest of the whole. */
    private static String bounded(String id) {
        boolean fits = id.length() * 3L <= MOST_BYTES || id.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
        return fits ? id : id.substring(0, KEPT_CHARS) + "~" + sha256(id);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
