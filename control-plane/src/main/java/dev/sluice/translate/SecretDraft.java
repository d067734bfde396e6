package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.Resource;
import dev.sluice.state.ClusterState;
import dev.sluice.translate.secret.SecretStanding;
import dev.sluice.translate.secret.SecretStanding.Shown;
import dev.sluice.translate.secret.SecretStanding.Trusted;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;

/** The Secrets while a translation goes on. Lives for one call. */
final class SecretDraft {
    private final ClusterState state;
    private final SortedSet<ObjectKey> renewed = new TreeSet<>();
    private final SortedSet<ObjectKey> changed = new TreeSet<>();
    private HashPMap<ObjectKey, SecretStanding> secrets;

    SecretDraft(ClusterState state, Workings before) {
        this.state = state;
        this.secrets = before.secrets();
    }

    void translate(Collection<ObjectKey> touched) {
        touched.stream().filter(key -> key.kind().equals(ObjectKind.SECRET)).forEach(this::translate);
    }

    private void translate(ObjectKey key) {
        @Nullable SecretStanding before = secrets.get(key);
        @Nullable
        SecretStanding after = state.secret(key).map(SecretStanding::of).orElse(null);
        secrets = after == null ? secrets.minus(key) : secrets.plus(key, after);
        renewed.add(key);
        // Where there is none before and after, it may now be known that there is none.
        if (before == null || after == null || !before.sameForReferrers(after)) {
            changed.add(key);
        }
    }

    /** What a Secret is good for; empty if there is none of that name. */
    Optional<SecretStanding> of(ObjectKey key) {
        return Optional.ofNullable(secrets.get(key));
    }

    /** Those that mean something else for who refers to them than before. */
    SortedSet<ObjectKey> changed() {
        return changed;
    }

    /** Those whose content may be another than before. */
    SortedSet<ObjectKey> renewed() {
        return renewed;
    }

    /** The certificate or the trust bundle that a Secret makes; empty if it makes none. */
    Optional<Resource> material(ResourceKey key) {
        int slash = key.id().indexOf('/');
        Optional<SecretStanding> secret = of(ObjectKey.of(
                ObjectKind.SECRET, key.id().substring(0, slash), key.id().substring(slash + 1)));
        return switch (key) {
            case CertificateKey certificate ->
                secret.map(SecretStanding::pair)
                        .filter(Shown.class::isInstance)
                        .map(pair -> ((Shown) pair).certificate());
            case TrustBundleKey bundle ->
                secret.map(SecretStanding::authorities)
                        .filter(Trusted.class::isInstance)
                        .map(authorities -> ((Trusted) authorities).bundle());
            default -> Optional.empty();
        };
    }

    HashPMap<ObjectKey, SecretStanding> secrets() {
        return secrets;
    }
}
