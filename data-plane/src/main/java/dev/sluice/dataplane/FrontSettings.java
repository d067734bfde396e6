package dev.sluice.dataplane;

import dev.sluice.forward.Front;
import dev.sluice.forward.HealthPath;
import dev.sluice.forward.HealthPath.Hosts;
import dev.sluice.forward.Overload;
import dev.sluice.http.Reason;
import dev.sluice.key.HostName;
import dev.sluice.origin.Trust;
import dev.sluice.settings.Section;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How a data plane stands behind load balancers.
 *
 * @param trust whose word is taken for who asks
 * @param healthPath where load balancers ask on the traffic port; empty for nowhere
 * @param healthHosts for which hosts
 * @param healthNames their names, for {@link Hosts#NAMED}
 * @param overload when new requests are refused
 */
public record FrontSettings(
        Trust trust, String healthPath, Hosts healthHosts, Set<String> healthNames, Overload overload) {
    private static final int MOST_IN_FLIGHT = 10_000_000;

    static FrontSettings read(Section section) {
        Section health = section.section("health");
        List<String> hosts = health.texts("hosts");
        Hosts which = hosts.equals(List.of("address")) ? Hosts.ADDRESS : Hosts.NAMED;
        if (hosts.equals(List.of("any"))) {
            which = Hosts.ANY;
        }
        return new FrontSettings(
                trust(section.section("forwarded")),
                path(health),
                which,
                which == Hosts.NAMED ? names(health, hosts) : Set.of(),
                overload(section.section("overload")));
    }

    private static Trust trust(Section section) {
        return new Trust(
                Trusted.read(section, "trusted"),
                section.choice("header", Trust.Header.class),
                section.flag("full-chain"));
    }

    private static String path(Section section) {
        String path = section.text("path");
        boolean sound = path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '?' && c != '#');
        if (!path.isEmpty() && (!path.startsWith("/") || !sound)) {
            throw section.invalid("path", path, "a path as /healthz, or nothing");
        }
        return path;
    }

    private static Set<String> names(Section section, List<String> hosts) {
        Set<String> names = new TreeSet<>();
        for (String host : hosts) {
            try {
                names.add(new HostName(host).value());
            } catch (IllegalArgumentException e) {
                throw section.invalid("hosts", host, "address, any, or names of hosts in lower case");
            }
        }
        if (names.isEmpty()) {
            throw section.invalid("hosts", "[]", "address, any, or names of hosts in lower case");
        }
        return names;
    }

    private static Overload overload(Section section) {
        return new Overload(
                section.duration("lateness", Duration.ZERO, Duration.ofMinutes(1)),
                section.integer("max-in-flight", 1, MOST_IN_FLIGHT),
                section.duration("retry-after", Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    /** @param wanted whether requests are wanted; asked by every lane */
    Front with(Supplier<Reason> wanted) {
        return new Front(trust, new HealthPath(healthPath, healthHosts, healthNames, wanted), overload);
    }
}
