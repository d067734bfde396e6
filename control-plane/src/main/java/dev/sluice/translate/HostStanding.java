package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.translate.fragment.HostClaim;
import java.util.Optional;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * One host in one fleet.
 *
 * @param claims what objects ask for its TLS; the first decides
 * @param objects that have rules for it
 */
record HostStanding(PSortedSet<HostClaim> claims, PSet<ObjectKey> objects) {
    static final HostStanding NONE = new HostStanding(TreePSet.empty(), HashTreePSet.empty());

    boolean empty() {
        return claims.isEmpty() && objects.isEmpty();
    }

    HostStanding with(PSortedSet<HostClaim> next) {
        return new HostStanding(next, objects);
    }

    HostStanding with(PSet<ObjectKey> next) {
        return new HostStanding(claims, next);
    }

    /** Who decides about its certificates. */
    Optional<HostClaim> certificates() {
        return claims.stream().filter(claim -> claim.certificates().isPresent()).findFirst();
    }

    /** Who decides about certificates of its clients. */
    Optional<HostClaim> clientAuth() {
        return claims.stream().filter(claim -> claim.clientAuth().isPresent()).findFirst();
    }
}
