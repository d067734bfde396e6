package dev.sluice.dataplane;

import com.typesafe.config.Config;
import dev.sluice.key.FleetName;
import dev.sluice.resource.IpAddress;
import dev.sluice.settings.Section;
import dev.sluice.sync.SyncSettings;
import dev.sluice.sync.disk.StateOwner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything a data plane is told.
 *
 * @param all of which the rest was read; Akka reads its own part of it
 * @param node unique name
 * @param zone empty if unknown
 * @param http where traffic is accepted; port 0 takes a free one
 * @param httpListenerPort port of the listeners for which traffic is accepted there
 * @param secure where traffic within TLS is accepted
 * @param admin where the admin port is
 * @param accessLog {@code off}, {@code stdout} or a file
 * @param drain how the end begins
 * @param tunnels WebSockets and other upgrades
 */
public record DataPlaneSettings(
        Config all,
        String node,
        FleetName fleet,
        String zone,
        EngineSettings engine,
        InetSocketAddress http,
        int httpListenerPort,
        SecurePort secure,
        InetSocketAddress admin,
        String accessLog,
        Drain drain,
        TunnelSettings tunnels,
        SyncSettings sync,
        DnsSettings dns) {
    private static final String PATH = "sluice.data-plane";
    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * How the end begins.
     *
     * @param grace how long connections are still accepted after readiness has been withdrawn
     * @param timeout how long what is under way may take after that
     */
    public record Drain(Duration grace, Duration timeout) {}

    /**
     * Reads {@code sluice.data-plane}.
     *
     * @throws dev.sluice.settings.InvalidSetting for a value that cannot be
     */
    public static DataPlaneSettings of(Config all) {
        Section section = Section.of(all, PATH);
        FleetName fleet = section.parsed("fleet", FleetName::new, "1 to 63 of a-z, 0-9 and '-'");
        StateOwner owner =
                section.parsed("cluster", cluster -> new StateOwner(cluster, fleet), "at most 63 of a-z, 0-9 and '-'");
        InetSocketAddress http = address(section, "bind", "http-port");
        return new DataPlaneSettings(
                all,
                section.optional("node").orElseGet(DataPlaneSettings::hostName),
                fleet,
                section.text("zone"),
                EngineSettings.read(section),
                http,
                section.integer("http-listener-port", 1, 65535),
                SecurePort.read(section, http.getAddress()),
                address(section, "admin-bind", "admin-port"),
                section.text("access-log"),
                drain(section.section("drain")),
                TunnelSettings.read(section.section("tunnels")),
                SyncSettings.read(section, owner),
                DnsSettings.read(section.section("names")));
    }

    private static Drain drain(Section section) {
        return new Drain(
                section.duration("grace", Duration.ZERO, LONGEST), section.duration("timeout", Duration.ZERO, LONGEST));
    }

    private static InetSocketAddress address(Section section, String address, String port) {
        IpAddress ip = IpAddress.parse(section.text(address))
                .orElseThrow(() -> section.invalid(address, section.text(address), "an IP address of this machine"));
        return new InetSocketAddress(ip.toInetAddress(), section.port(port));
    }

    /** In a container the name of the pod; where nothing tells it, the process id keeps names apart. */
    private static String hostName() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "data-plane-" + ProcessHandle.current().pid();
                    }
                });
    }
}
