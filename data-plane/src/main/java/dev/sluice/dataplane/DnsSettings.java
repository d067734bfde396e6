package dev.sluice.dataplane;

import dev.sluice.resource.IpAddress;
import dev.sluice.settings.Section;
import dev.sluice.sync.ControlPlaneAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How DNS is asked.
 *
 * @param servers empty for those of the system
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration queryTimeout) {
    private static final String FORM = "ADDRESS:PORT[,ADDRESS:PORT]... with IP addresses";

    static DnsSettings read(Section section) {
        return new DnsSettings(
                section.parsed("servers", DnsSettings::servers, FORM),
                section.duration("query-timeout", Duration.ofMillis(10), Duration.ofMinutes(1)));
    }

    private static List<InetSocketAddress> servers(String text) {
        return text.isEmpty()
                ? List.of()
                : ControlPlaneAddress.parse(text).stream()
                        .map(server -> new InetSocketAddress(
                                IpAddress.parse(server.host())
                                        .orElseThrow(() -> new IllegalArgumentException(server.host()))
                                        .toInetAddress(),
                                server.port()))
                        .toList();
    }
}
