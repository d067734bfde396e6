package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.resource.SecretBytes;
import dev.sluice.state.ObservedSecret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Secrets for tests, with certificates that are valid for a hundred years. */
public final class GivenSecrets {
    private GivenSecrets() {}

    /** {@code a.example.com}. */
    public static ObservedSecret forA(String path) {
        return of(path, Map.of("tls.crt", pem("a.crt"), "tls.key", pem("a.key"), "ca.crt", pem("ca.crt")));
    }

    /** {@code *.example.com}. */
    public static ObservedSecret wildcard(String path) {
        return of(path, Map.of("tls.crt", pem("wild.crt"), "tls.key", pem("wild.key")));
    }

    /** The key is that of another certificate. */
    public static ObservedSecret mismatched(String path) {
        return of(path, Map.of("tls.crt", pem("a.crt"), "tls.key", pem("other.key"), "ca.crt", pem("a.key")));
    }

    /** The key stands in {@code tls.crt} too. */
    public static ObservedSecret combined(String path) {
        byte[] certificate = pem("a.crt").reveal();
        byte[] key = pem("a.key").reveal();
        byte[] both = new byte[certificate.length + key.length];
        System.arraycopy(certificate, 0, both, 0, certificate.length);
        System.arraycopy(key, 0, both, certificate.length, key.length);
        return of(path, Map.of("tls.crt", SecretBytes.of(both), "tls.key", pem("a.key")));
    }

    /** A pair of {@code src/test/resources/pem}, alone. */
    public static ObservedSecret pairFor(String path, String name) {
        return of(path, Map.of("tls.crt", pem(name + ".crt"), "tls.key", pem(name + ".key")));
    }

    private static ObservedSecret of(String path, Map<String, SecretBytes> data) {
        int slash = path.indexOf('/');
        SortedMap<String, SecretBytes> sorted = new TreeMap<>(data);
        return new ObservedSecret(
                ObjectKey.of(ObjectKind.SECRET, path.substring(0, slash), path.substring(slash + 1)),
                Given.meta("secret-" + path, 0, Map.of()),
                "kubernetes.io/tls",
                sorted,
                List.of());
    }

    /** A file of {@code src/test/resources/pem}. */
    public static SecretBytes pem(String name) {
        try (InputStream in = Objects.requireNonNull(GivenSecrets.class.getResourceAsStream("/pem/" + name))) {
            return SecretBytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
