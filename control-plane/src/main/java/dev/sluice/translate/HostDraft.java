package dev.sluice.translate;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Route;
import dev.sluice.resource.TlsHost;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.fragment.HostClaim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pcollections.HashPMap;

/** The hosts of one fleet while a translation goes on. Lives for one call. */
final class HostDraft {
    private final HashPMap<HostMatch, HostStanding> before;
    private final Set<HostMatch> moved = new LinkedHashSet<>();
    private HashPMap<HostMatch, HostStanding> now;

    HostDraft(HashPMap<HostMatch, HostStanding> before) {
        this.before = before;
        this.now = before;
    }

    void join(Fragment fragment) {
        fragment.claims()
                .forEach(claim -> join(claim.route().host(), claim.route().source()));
        for (HostClaim claim : fragment.hosts()) {
            HostStanding standing = of(now, claim.host());
            put(claim.host(), standing.with(standing.claims().plus(claim)));
            moved.add(claim.host());
        }
    }

    private void join(HostMatch host, ObjectKey object) {
        HostStanding standing = of(now, host);
        if (!standing.objects().contains(object)) {
            put(host, standing.with(standing.objects().plus(object)));
        }
    }

    void leave(Fragment fragment) {
        Set<HostMatch> hosts = new HashSet<>();
        for (Claim claim : fragment.claims()) {
            if (hosts.add(claim.route().host())) {
                HostStanding standing = of(now, claim.route().host());
                put(
                        claim.route().host(),
                        standing.with(standing.objects().minus(claim.route().source())));
            }
        }
        for (HostClaim claim : fragment.hosts()) {
            HostStanding standing = of(now, claim.host());
            put(claim.host(), standing.with(standing.claims().minus(claim)));
            moved.add(claim.host());
        }
    }

    private void put(HostMatch host, HostStanding standing) {
        now = standing.empty() ? now.minus(host) : now.plus(host, standing);
    }

    private static HostStanding of(HashPMap<HostMatch, HostStanding> hosts, HostMatch host) {
        return hosts.getOrDefault(host, HostStanding.NONE);
    }

    /** Whose TLS is asked for otherwise than before. */
    Set<HostMatch> moved() {
        return moved;
    }

    HashPMap<HostMatch, HostStanding> now() {
        return now;
    }

    HostStanding standing(HostMatch host) {
        return of(now, host);
    }

    HostFacts facts(HostMatch host) {
        return facts(now, host);
    }

    /** Who decides about the certificates of a host, or of the wildcard that it is under. */
    Optional<HostClaim> certificates(HostMatch host) {
        return of(now, host).certificates().or(() -> ofWildcard(now, host));
    }

    private static HostFacts facts(HashPMap<HostMatch, HostStanding> hosts, HostMatch host) {
        HostStanding standing = of(hosts, host);
        boolean certificate = standing.certificates().isPresent() || wildcard(hosts, host);
        return new HostFacts(certificate, standing.clientAuth().flatMap(HostClaim::clientAuth));
    }

    private static boolean wildcard(HashPMap<HostMatch, HostStanding> hosts, HostMatch host) {
        return ofWildcard(hosts, host).isPresent();
    }

    /** Who decides about the certificates of the wildcard that a host is under. */
    private static Optional<HostClaim> ofWildcard(HashPMap<HostMatch, HostStanding> hosts, HostMatch host) {
        return parent(host)
                .map(parent -> of(hosts, new HostMatch.OneLabel(parent)))
                .flatMap(HostStanding::certificates);
    }

    private static Optional<HostName> parent(HostMatch host) {
        if (host instanceof HostMatch.Exact(HostName name)) {
            int dot = name.value().indexOf('.');
            return dot < 0 ? Optional.empty() : HostName.parse(name.value().substring(dot + 1));
        }
        return Optional.empty();
    }

    /** Those whose rules are to be made anew. A wildcard whose certificates are chosen anew costs a look at every host. */
    Set<HostMatch> flipped() {
        Set<HostMatch> flipped = new LinkedHashSet<>();
        for (HostMatch host : moved) {
            Optional<HostClaim> was = of(before, host).certificates();
            Optional<HostClaim> is = of(now, host).certificates();
            if (host instanceof HostMatch.OneLabel(HostName parent) && !was.equals(is)) {
                below(parent, flipped);
            }
            if (!facts(before, host).equals(facts(now, host))) {
                flipped.add(host);
            }
        }
        return flipped;
    }

    private void below(HostName parent, Set<HostMatch> found) {
        for (HostMatch host : now.keySet()) {
            if (parent(host).filter(parent::equals).isPresent()) {
                found.add(host);
            }
        }
    }

    /** Hands over the problems of those that do not decide and want something else: those that are no more, and the new. */
    void settle(Consumer<Problem> gone, Consumer<Problem> come) {
        for (HostMatch host : moved) {
            losers(host, of(before, host)).forEach(gone);
            losers(host, of(now, host)).forEach(come);
        }
    }

    private static List<Problem> losers(HostMatch host, HostStanding standing) {
        List<Problem> problems = new ArrayList<>();
        Optional<HostClaim> certificates = standing.certificates();
        Optional<HostClaim> clientAuth = standing.clientAuth();
        for (HostClaim claim : standing.claims()) {
            boolean other = claim.certificates().isPresent()
                    && !claim.certificates().equals(certificates.flatMap(HostClaim::certificates));
            boolean otherAuth = claim.clientAuth().isPresent()
                    && !claim.clientAuth().equals(clientAuth.flatMap(HostClaim::clientAuth));
            certificates
                    .filter(winner -> other)
                    .ifPresent(winner -> problems.add(problem(host, claim, winner, "the certificate")));
            clientAuth
                    .filter(winner -> otherAuth)
                    .ifPresent(winner -> problems.add(problem(host, claim, winner, "what clients must prove")));
        }
        return problems;
    }

    private static Problem problem(HostMatch host, HostClaim loser, HostClaim winner, String what) {
        return new Problem(
                Severity.WARNING,
                loser.source().toString(),
                loser.field(),
                "HostTlsConflict",
                what + " of host " + Route.hostText(host) + " is chosen by " + winner.source()
                        + ", which is older or comes first by name");
    }

    /** The host as it is to be sent; empty if it is answered as any other, or as the wildcard it is under. */
    Optional<TlsHost> tlsHost(HostMatch host) {
        HostStanding standing = of(now, host);
        Optional<HostClaim> demanding =
                standing.clientAuth().filter(claim -> claim.clientAuth().orElse(null) instanceof HostClaim.Demanded);
        return standing.certificates()
                .or(() -> demanding)
                .map(first -> TlsHosts.of(
                        host,
                        standing.certificates()
                                .or(() -> ofWildcard(now, host))
                                .flatMap(HostClaim::certificates)
                                .orElse(List.of()),
                        standing.clientAuth().flatMap(HostClaim::clientAuth),
                        first.source()));
    }
}
