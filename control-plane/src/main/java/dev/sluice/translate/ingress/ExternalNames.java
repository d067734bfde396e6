package dev.sluice.translate.ingress;

import dev.sluice.key.HostName;
import dev.sluice.resource.IpAddress;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Which names a Service of type ExternalName may lead to: whoever may write Services must not reach what listens on the
 * proxy's own machine or the cloud's metadata address.
 */
final class ExternalNames {
    private ExternalNames() {}

    /** The name, if it may be a destination. Where it resolves to at request time is the data plane's to judge. */
    static Optional<HostName> admitted(String externalName) {
        return HostName.parse(externalName).filter(name -> !local(name) && !oddAddress(name));
    }

    private static boolean local(HostName name) {
        String text = name.value();
        return text.equals("localhost") || text.endsWith(".localhost") || text.startsWith("localhost.localdomain");
    }

    /** A name that ends in a number is read as an IPv4 address by many (127.1, 2130706433, 0x7f.1): only the plain form. */
    private static boolean oddAddress(HostName name) {
        String last = name.value().substring(name.value().lastIndexOf('.') + 1);
        boolean numeric = last.startsWith("0x") || last.chars().allMatch(c -> c >= '0' && c <= '9');
        return numeric
                && IpAddress.parse(name.value())
                        .map(IpAddress::toInetAddress)
                        .map(ExternalNames::own)
                        .orElse(true);
    }

    private static boolean own(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.getAddress()[0] == 0;
    }
}
