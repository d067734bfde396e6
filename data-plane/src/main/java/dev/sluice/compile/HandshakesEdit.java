package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.match.HostIndex;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TlsHost;
import dev.sluice.tls.Termination;
import dev.sluice.tls.Termination.Shortage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/** Changes {@link Handshakes}, resource by resource. Used within one compilation and then given up. */
final class HandshakesEdit {
    private HostIndex<Termination> index;
    private PMap<CertificateKey, Material.Shown> certificates;
    private PMap<TrustBundleKey, Material.Trusted> bundles;
    private PMap<TlsHostKey, TlsHost> hosts;
    private PMap<ResourceKey, PSet<TlsHostKey>> users;
    private PMap<Integer, TlsHostKey> defaults;
    private PMap<Integer, PSet<TlsHostKey>> wanting;
    private int strict;
    private PMap<TicketKeysKey, TicketKeys> tickets;
    private List<SecretBytes> secrets;
    private PSet<ResourceKey> awaited;
    private PSet<TlsHostKey> waiting;

    HandshakesEdit(Handshakes base) {
        this.index = base.index();
        this.certificates = base.certificates();
        this.bundles = base.bundles();
        this.hosts = base.hosts();
        this.users = base.users();
        this.defaults = base.defaults();
        this.wanting = base.wanting();
        this.strict = base.strict();
        this.tickets = base.tickets();
        this.secrets = base.secrets();
        this.awaited = base.awaited();
        this.waiting = base.waiting();
    }

    Handshakes done() {
        return new Handshakes(
                index,
                certificates,
                bundles,
                hosts,
                users,
                defaults,
                wanting,
                strict,
                tickets,
                secrets,
                awaited,
                waiting);
    }

    Material.@Nullable Shown certificate(CertificateKey key) {
        return certificates.get(key);
    }

    Material.@Nullable Trusted bundle(TrustBundleKey key) {
        return bundles.get(key);
    }

    @Nullable
    TlsHost host(TlsHostKey key) {
        return hosts.get(key);
    }

    boolean has(TicketKeysKey key) {
        return tickets.containsKey(key);
    }

    void put(CertificateKey key, Material.@Nullable Shown certificate) {
        certificates = certificate == null ? certificates.minus(key) : certificates.plus(key, certificate);
        placeUsers(key);
    }

    void put(TrustBundleKey key, Material.@Nullable Trusted bundle) {
        bundles = bundle == null ? bundles.minus(key) : bundles.plus(key, bundle);
        placeUsers(key);
    }

    void put(TicketKeysKey key, @Nullable TicketKeys keys) {
        tickets = keys == null ? tickets.minus(key) : tickets.plus(key, keys);
        secrets = tickets.values().stream()
                .sorted(java.util.Comparator.comparing(TicketKeys::key))
                .flatMap(several -> several.keys().stream())
                .toList();
    }

    /** What is not there and will come: hosts that need it refuse handshakes rather than show something else. */
    void await(ResourceKey key) {
        awaited = awaited.plus(key);
        placeUsers(key);
    }

    /** It has come, or it will not. */
    void awaitNoMore(ResourceKey key) {
        if (awaited.contains(key)) {
            awaited = awaited.minus(key);
            placeUsers(key);
        }
    }

    private void placeUsers(ResourceKey key) {
        users.getOrDefault(key, HashTreePSet.empty()).forEach(this::place);
    }

    void put(TlsHost host) {
        remove(host.key());
        hosts = hosts.plus(host.key(), host);
        strict += strictness(host);
        for (ResourceKey named : named(host)) {
            users = plus(users, named, host.key());
        }
        if (host.host() instanceof HostMatch.Any) {
            defaults = defaults.plus(host.port(), host.key());
        }
        place(host.key());
    }

    void remove(TlsHostKey key) {
        TlsHost old = hosts.get(key);
        if (old == null) {
            return;
        }
        hosts = hosts.minus(key);
        strict -= strictness(old);
        for (ResourceKey named : named(old)) {
            users = minus(users, named, key);
        }
        wanting = minus(wanting, old.port(), key);
        waiting = waiting.minus(key);
        Termination placed = index.get(old.port(), old.host());
        if (placed != null && placed.key().equals(key.id())) {
            index = index.with(old.port(), old.host(), null);
        }
        if (key.equals(defaults.get(old.port()))) {
            defaults = defaults.minus(old.port());
            placeWanting(old.port());
        }
    }

    private static int strictness(TlsHost host) {
        return host.authority() == TlsHost.OtherAuthority.REFUSE ? 1 : 0;
    }

    private static List<ResourceKey> named(TlsHost host) {
        List<ResourceKey> named = new ArrayList<>(host.certificates());
        host.clientAuth().ifPresent(asked -> named.add(asked.trust()));
        return named;
    }

    /** Compiles a host anew; the default of a port carries those with it that have nothing of their own. */
    private void place(TlsHostKey key) {
        TlsHost host = hosts.get(key);
        if (host == null) {
            return;
        }
        List<Material.Shown> own = shown(host);
        boolean waits = own.isEmpty() && awaits(host);
        boolean wants = own.isEmpty() && !waits && host.fallback() == TlsHost.Fallback.DEFAULT_CERTIFICATE;
        wanting = wants ? plus(wanting, host.port(), key) : minus(wanting, host.port(), key);
        TlsHost standard = wants ? standard(host.port()) : null;
        List<Material.Shown> shown = standard == null ? own : shown(standard);
        boolean kept = waits || standard != null && shown.isEmpty() && awaits(standard);
        waiting = kept ? waiting.plus(key) : waiting.minus(key);
        boolean refuses = kept || host.fallback() == TlsHost.Fallback.REFUSE_HANDSHAKE;
        index = index.with(
                host.port(), host.host(), TerminationCompiler.compile(host, shown, shortage(refuses), bundles::get));
        if (key.equals(defaults.get(host.port()))) {
            placeWanting(host.port());
        }
    }

    private void placeWanting(int port) {
        for (TlsHostKey key : wanting.getOrDefault(port, HashTreePSet.empty())) {
            if (!key.equals(defaults.get(port))) {
                place(key);
            }
        }
    }

    private boolean awaits(TlsHost host) {
        return !awaited.isEmpty() && host.certificates().stream().anyMatch(awaited::contains);
    }

    private static Shortage shortage(boolean refuses) {
        return refuses ? Shortage.REFUSED : Shortage.SELF_SIGNED;
    }

    /** The host of a port that is for any name. */
    private @Nullable TlsHost standard(int port) {
        TlsHostKey key = defaults.get(port);
        return key == null ? null : hosts.get(key);
    }

    private List<Material.Shown> shown(TlsHost host) {
        List<Material.Shown> found = new ArrayList<>();
        for (CertificateKey key : host.certificates()) {
            Material.Shown certificate = certificates.get(key);
            if (certificate != null) {
                found.add(certificate);
            }
        }
        return found;
    }

    private static <K, V> PMap<K, PSet<V>> plus(PMap<K, PSet<V>> map, K key, V value) {
        return map.plus(key, map.getOrDefault(key, HashTreePSet.empty()).plus(value));
    }

    private static <K, V> PMap<K, PSet<V>> minus(PMap<K, PSet<V>> map, K key, V value) {
        PSet<V> less = map.getOrDefault(key, HashTreePSet.empty()).minus(value);
        return less.isEmpty() ? map.minus(key) : map.plus(key, less);
    }
}
