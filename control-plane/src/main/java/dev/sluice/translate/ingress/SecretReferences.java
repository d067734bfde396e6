package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.secret.SecretStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Follows what one object says of Secrets, and notes what it leads to. Lives for one call. */
final class SecretReferences {
    private final Surroundings around;
    private final ObjectKey object;
    private final Set<ObjectKey> secrets = new TreeSet<>();
    private final Set<ResourceKey> materials = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();

    SecretReferences(Surroundings around, ObjectKey object) {
        this.around = around;
        this.object = object;
    }

    /**
     * The Secret of the object's own namespace that a text names.
     *
     * @param text {@code name}, or {@code namespace/name} with that namespace
     * @return empty for another text, which is a Problem then
     */
    Optional<ObjectKey> named(String text, String field, String consequence) {
        int slash = text.indexOf('/');
        String namespace = slash < 0 ? object.namespace() : text.substring(0, slash);
        String name = text.substring(slash + 1);
        if (name.isEmpty() || name.indexOf('/') >= 0 || !namespace.equals(object.namespace())) {
            problem(
                    Severity.ERROR,
                    field,
                    "SecretRefused",
                    "found '" + text + "'; expected the name of a Secret in namespace " + object.namespace()
                            + consequence);
            return Optional.empty();
        }
        return Optional.of(ObjectKey.of(ObjectKind.SECRET, namespace, name));
    }

    /** The Secret of the object's namespace. */
    ObjectKey own(String name) {
        return ObjectKey.of(ObjectKind.SECRET, object.namespace(), name);
    }

    /** What it is good for; the object depends on it from now on. */
    Optional<SecretStanding> standing(ObjectKey secret) {
        secrets.add(secret);
        return around.secrets().apply(secret);
    }

    /** Why a Secret that is not there is not there, as part of a sentence. */
    String missing(ObjectKey secret) {
        return secret + (around.state().read(secret) ? " does not exist" : " has not been read yet");
    }

    CertificateKey certificate(ObjectKey secret) {
        CertificateKey key = new CertificateKey(secret.path());
        materials.add(key);
        return key;
    }

    TrustBundleKey bundle(ObjectKey secret) {
        TrustBundleKey key = new TrustBundleKey(secret.path());
        materials.add(key);
        return key;
    }

    void problem(Severity severity, String field, String reason, String message) {
        problems.add(new Problem(severity, object.toString(), field, reason, message));
    }

    Set<ObjectKey> secrets() {
        return secrets;
    }

    Set<ResourceKey> materials() {
        return materials;
    }

    List<Problem> problems() {
        return problems;
    }
}
