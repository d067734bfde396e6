package dev.sluice.dataplane;

import dev.sluice.settings.Section;
import dev.sluice.tls.TlsSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where traffic within TLS is accepted.
 *
 * @param local where to listen; port 0 takes a free one
 * @param listenerPort port of the listeners for which traffic is accepted there
 * @param tls how it is spoken
 */
public record SecurePort(InetSocketAddress local, int listenerPort, TlsSettings tls) {
    static SecurePort read(Section section, InetAddress address) {
        return new SecurePort(
                new InetSocketAddress(address, section.port("https-port")),
                section.integer("https-listener-port", 1, 65535),
                TlsSection.read(section.section("tls")));
    }
}
