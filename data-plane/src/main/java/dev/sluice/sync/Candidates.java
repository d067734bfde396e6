package dev.sluice.sync;

import dev.sluice.resource.IpAddress;
import dev.sluice.sync.Candidate.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom this data plane may follow, and in which order. What a control plane tells goes before what is configured, which
 * stays as the last resort. Not kept over restarts: addresses of pods are then likely to be others, perhaps somebody
 * else's, and what is configured leads to all. Lives in the sync thread.
 */
final class Candidates {
    /** So many that are told are kept, and so many addresses of one name. */
    static final int MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);

    /** One address as it was written, whose host may be a name. */
    private record Entry(ControlPlaneAddress address, String verified, Origin origin) {}

    private final String node;
    private final ControlPlaneSecurity security;
    private final List<Entry> configured;
    private List<Entry> told = List.of();
    private final Map<String, List<IpAddress>> resolved = new HashMap<>();

    Candidates(String node, List<ControlPlaneAddress> configured, ControlPlaneSecurity security) {
        this.node = node;
        this.security = security;
        this.configured = configured.stream()
                .map(address -> new Entry(address, verified(address.host()), Origin.CONFIGURED))
                .toList();
    }

    private String verified(String host) {
        return security.serverName().orElse(host);
    }

    /**
     * Replaces what was told before. What is no address, or may not be followed without TLS, is left out; if nothing is
     * left, what was told before stays.
     *
     * @param by who tells; an IP address is expected to be of a replica with the same name in its certificate
     */
    void tell(Collection<String> addresses, Candidate by) {
        Map<ControlPlaneAddress, Entry> next = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        for (String text : addresses) {
            Optional<ControlPlaneAddress> address = usable(text);
            if (address.isPresent() && next.size() < MAX) {
                next.putIfAbsent(address.get(), entry(address.get(), by));
            } else {
                refused.add(text);
            }
        }
        if (!refused.isEmpty()) {
            LOG.warn("{} names replicas that cannot be followed: {}", by, Answers.bounded(refused.toString()));
        }
        if (!next.isEmpty()) {
            told = List.copyOf(next.values());
        }
    }

    private Optional<ControlPlaneAddress> usable(String text) {
        try {
            List<ControlPlaneAddress> one = ControlPlaneAddress.parse(text);
            return one.size() == 1 && security.mayFollow(one.get(0).host())
                    ? Optional.of(one.get(0))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Entry entry(ControlPlaneAddress address, Candidate by) {
        boolean ip = IpAddress.parse(address.host()).isPresent();
        return new Entry(address, ip ? by.verified() : verified(address.host()), Origin.TOLD);
    }

    /** The names that have to be resolved before a round. */
    List<String> names() {
        return Stream.concat(told.stream(), configured.stream())
                .map(entry -> entry.address().host())
                .filter(host -> IpAddress.parse(host).isEmpty())
                .distinct()
                .toList();
    }

    /** What the last question for a name came to; if it is not asked again with success, this is used. */
    void resolved(String name, List<IpAddress> addresses) {
        resolved.keySet().retainAll(names());
        resolved.put(name, addresses.stream().distinct().limit(MAX).toList());
    }

    /**
     * All, each once: those told in the order in which they were, then those configured, from a place that differs from
     * data plane to data plane, so that they spread. Names that never resolved are missing.
     *
     * @param left just now; comes last, since it is the one most likely to be away
     */
    List<Candidate> round(@Nullable Candidate left) {
        Map<ControlPlaneAddress, Candidate> all = new LinkedHashMap<>();
        told.stream().flatMap(this::candidates).forEach(one -> all.putIfAbsent(one.where(), one));
        configured.stream()
                .flatMap(this::candidates)
                .sorted(Comparator.comparingLong(this::weight).reversed())
                .forEach(one -> all.putIfAbsent(one.where(), one));
        if (left != null && all.containsKey(left.where())) {
            Candidate last = all.remove(left.where());
            all.put(left.where(), last);
        }
        return List.copyOf(all.values());
    }

    /** The one that is meant, if it is among those told or configured. Its name, if it has one, was resolved before. */
    Optional<Candidate> named(String text) {
        return Stream.concat(told.stream(), configured.stream())
                .flatMap(entry -> candidates(entry)
                        .filter(one -> text.equals(one.toString())
                                || text.equals(entry.address().toString())))
                .findFirst();
    }

    private Stream<Candidate> candidates(Entry entry) {
        String host = entry.address().host();
        List<IpAddress> addresses =
                IpAddress.parse(host).map(List::of).orElseGet(() -> resolved.getOrDefault(host, List.of()));
        return addresses.stream()
                .filter(ip -> security.mayFollow(ip.toString())) // a name of this machine may resolve to another
                .map(ip ->
                        new ControlPlaneAddress(ip.toString(), entry.address().port()))
                .map(where -> new Candidate(where, entry.verified(), entry.origin()));
    }

    /** Rendezvous: each node has an order of its own, and an address that comes or goes moves nobody else. */
    private long weight(Candidate candidate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((node + '\n' + candidate.where()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
