package dev.sluice.rollout;

import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.Resource;
import dev.sluice.resource.TableChange;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What no decision holds back: where requests can go now, and what proves who one is. A frozen fleet whose certificates
 * expired, or whose Pods have all been replaced, would be down.
 */
final class Flowing {
    private static final Set<ResourceKind> KINDS = EnumSet.of(
            ResourceKind.TICKET_KEYS,
            ResourceKind.CREDENTIAL,
            ResourceKind.TRUST_BUNDLE,
            ResourceKind.CERTIFICATE,
            ResourceKind.ENDPOINT_SET);

    private Flowing() {}

    static boolean flows(ResourceKey key) {
        return KINDS.contains(key.kind());
    }

    /** The part of a change that flows. */
    static TableChange flowing(TableChange change) {
        return part(change, Flowing::flows);
    }

    /** The part of a change that a decision can hold back. */
    static TableChange held(TableChange change) {
        return part(change, key -> !flows(key));
    }

    /** What was consumed by a table whose routes are of one moment and whose secrets are of another. */
    static Freshness consumed(Freshness held, Freshness live) {
        Freshness both = Freshness.NONE;
        for (Map.Entry<WatchKey, Long> entry : held.consumed().entrySet()) {
            both = ofSecrets(entry.getKey()) ? both : both.with(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<WatchKey, Long> entry : live.consumed().entrySet()) {
            both = ofSecrets(entry.getKey()) ? both.with(entry.getKey(), entry.getValue()) : both;
        }
        return both;
    }

    private static boolean ofSecrets(WatchKey watch) {
        return watch.kind().equals(ObjectKind.SECRET);
    }

    private static TableChange part(TableChange change, Predicate<ResourceKey> ours) {
        boolean whole = change.upserts().stream().map(Resource::key).allMatch(ours)
                && change.removes().stream().allMatch(ours);
        return whole
                ? change
                : new TableChange(
                        change.upserts().stream()
                                .filter(resource -> ours.test(resource.key()))
                                .toList(),
                        change.removes().stream().filter(ours).toList());
    }
}
