package dev.sluice.claim.kubernetes;

import dev.sluice.claim.Claim;
import dev.sluice.claim.ClaimId;
import dev.sluice.claim.Seen;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claim as a Lease of {@code coordination.k8s.io/v1}: what is claimed stands in annotations, which replica renewed it and
 * when in the specification, as KEP-589 has it. What others wrote is shown to people: it is cut, and has no line breaks.
 */
final class ClaimLease {
    static final String LABEL = "sluice.dev/claim";
    static final String CLAIM = "control-plane";

    private static final String PREFIX = "sluice-claim-";
    private static final String AT = "sluice.dev/";
    private static final int LONGEST = 253;
    private static final Duration LEAST_TTL = Duration.ofSeconds(1);
    private static final Duration MOST_TTL = Duration.ofHours(1);

    private ClaimLease() {}

    static String name(ClaimId id) {
        return PREFIX + id.name();
    }

    /** @param before as it was read, on condition of which the next one is written; null if there is none */
    static Lease write(ClaimId id, Claim claim, String holder, Duration ttl, Instant now, @Nullable Lease before) {
        ZonedDateTime at = now.atZone(ZoneOffset.UTC);
        LeaseSpec last = before == null || before.getSpec() == null ? new LeaseSpec() : before.getSpec();
        boolean same = holder.equals(last.getHolderIdentity());
        Integer transitions = last.getLeaseTransitions();
        int changes = transitions == null ? 0 : transitions;
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(id.namespace())
                .withName(name(id))
                .withResourceVersion(
                        before == null ? null : before.getMetadata().getResourceVersion())
                .addToLabels(LABEL, CLAIM)
                .withAnnotations(annotations(claim))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds((int) Math.max(1, ttl.plusMillis(999).toSeconds()))
                .withAcquireTime(same && last.getAcquireTime() != null ? last.getAcquireTime() : at)
                .withRenewTime(at)
                .withLeaseTransitions(before == null || same ? changes : changes + 1)
                .endSpec()
                .build();
    }

    private static Map<String, String> annotations(Claim claim) {
        return Map.of(
                AT + "controller-class", claim.controllerClass(),
                AT + "ingress-class", claim.ingressClass(),
                AT + "ingress-without-class", String.valueOf(claim.withoutClass()),
                AT + "watch-namespace", claim.watched(),
                AT + "writes-status", String.valueOf(claim.writesStatus()));
    }

    static Seen read(Lease lease) {
        ObjectMeta meta = lease.getMetadata();
        LeaseSpec spec = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
        String name = text(meta.getName());
        return new Seen(
                new ClaimId(
                        text(meta.getNamespace()), name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name),
                claim(meta.getAnnotations() == null ? Map.of() : meta.getAnnotations()),
                text(spec.getHolderIdentity()),
                text(meta.getCreationTimestamp()),
                spec.getRenewTime() + " " + spec.getHolderIdentity(),
                ttl(spec.getLeaseDurationSeconds()));
    }

    private static Claim claim(Map<String, String> annotations) {
        return new Claim(
                text(annotations.get(AT + "controller-class")),
                text(annotations.get(AT + "ingress-class")),
                Boolean.parseBoolean(annotations.get(AT + "ingress-without-class")),
                text(annotations.get(AT + "watch-namespace")),
                Boolean.parseBoolean(annotations.get(AT + "writes-status")));
    }

    private static Duration ttl(@Nullable Integer seconds) {
        Duration ttl = Duration.ofSeconds(seconds == null ? 0 : seconds);
        Duration atLeast = ttl.compareTo(LEAST_TTL) < 0 ? LEAST_TTL : ttl;
        return atLeast.compareTo(MOST_TTL) > 0 ? MOST_TTL : atLeast;
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String line = value.chars().anyMatch(Character::isISOControl) ? "?" : value;
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
