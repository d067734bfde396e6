package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.match.HostIndex;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TlsHost;
import dev.sluice.tls.Termination;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The part of a compiled state that TLS handshakes read, and what is needed to change it one resource at a time.
 *
 * @param index what handshakes read
 * @param certificates that can be shown
 * @param bundles that can be asked
 * @param hosts in force
 * @param users which hosts name a certificate or a bundle, whether it is there or not
 * @param defaults the host of each port that is for any name
 * @param wanting hosts of each port that have no certificate of their own to show and take those of the default
 * @param strict how many hosts take no requests on connections that were made for others
 * @param tickets from which session tickets are sealed
 * @param secrets of {@code tickets}, newest first
 * @param awaited what a state from disk does not give away; empty once a control plane has spoken
 * @param waiting hosts that have no certificate because of that, and refuse handshakes
 */
record Handshakes(
        HostIndex<Termination> index,
        PMap<CertificateKey, Material.Shown> certificates,
        PMap<TrustBundleKey, Material.Trusted> bundles,
        PMap<TlsHostKey, TlsHost> hosts,
        PMap<ResourceKey, PSet<TlsHostKey>> users,
        PMap<Integer, TlsHostKey> defaults,
        PMap<Integer, PSet<TlsHostKey>> wanting,
        int strict,
        PMap<TicketKeysKey, TicketKeys> tickets,
        List<SecretBytes> secrets,
        PSet<ResourceKey> awaited,
        PSet<TlsHostKey> waiting) {
    static final Handshakes EMPTY = new Handshakes(
            HostIndex.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            0,
            HashTreePMap.empty(),
            List.of(),
            HashTreePSet.empty(),
            HashTreePSet.empty());
}
