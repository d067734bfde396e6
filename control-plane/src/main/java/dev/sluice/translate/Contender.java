package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.RuleOrder;
import dev.sluice.translate.fragment.Claim;
import java.util.Comparator;

/** One of the rules that are for the same requests, or that set how one host is read; the first in order prevails. */
record Contender(RuleOrder order, RouteKey key, ObjectKey object, String field, HostSettings settings)
        implements Comparable<Contender> {
    private static final Comparator<Contender> ORDER =
            Comparator.comparing(Contender::order).thenComparing(Contender::key).thenComparing(Contender::field);

    static Contender of(Claim claim) {
        return new Contender(
                claim.route().order(),
                claim.route().key(),
                claim.route().source(),
                claim.field(),
                claim.route().settings());
    }

    @Override
    public int compareTo(Contender other) {
        return ORDER.compare(this, other);
    }
}
