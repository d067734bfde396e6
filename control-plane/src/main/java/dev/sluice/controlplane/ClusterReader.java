package dev.sluice.controlplane;

import dev.sluice.cluster.ClusterSettings;
import dev.sluice.cluster.ClusterSettings.Finding;
import dev.sluice.cluster.ClusterSettings.Leases;
import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.cluster.ClusterSettings.Sharing;
import dev.sluice.settings.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Reads how a replica is one among others. */
final class ClusterReader {
    private static final Path NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAX_PREFIX = 50;
    private static final int MAX_PORT = 65535;
    /** With what is around it, less than a frame of Artery. */
    private static final int MAX_SHARED = 960 * 1024;

    /** When members may speak plain text. */
    enum PlainText {
        LOOPBACK,
        ALLOWED
    }

    private ClusterReader() {}

    /** What is set, else the host's name. */
    static String replicaName(Section section) {
        return section.optional("name").orElseGet(ClusterReader::hostName);
    }

    static ClusterSettings read(Section section) {
        return new ClusterSettings(
                section.flag("enabled"),
                SettingsReader.host(section),
                section.port("port"),
                finding(section),
                security(section),
                leases(section.section("leases")),
                sharing(section.section("sharing")),
                SettingsReader.backoff(section.section("restart")),
                section.duration("leave-timeout", SECOND, MINUTE));
    }

    private static Finding finding(Section section) {
        List<String> seeds = section.texts("seed-nodes");
        Section service = section.section("service");
        String name = service.text("name");
        if (!seeds.isEmpty() && !name.isEmpty()) {
            throw section.invalid("seed-nodes", seeds, "nothing, since service.name is set");
        }
        seeds.forEach(seed -> seed(section, seed));
        if (name.isEmpty()) {
            return seeds.isEmpty() ? new Finding.Founding() : new Finding.Seeds(seeds);
        }
        return new Finding.Service(
                service.optional("namespace").orElseGet(() -> namespace(service)),
                name,
                service.integer("required", 1, 100),
                service.integer("management-port", 1, MAX_PORT));
    }

    private static void seed(Section section, String seed) {
        int colon = seed.lastIndexOf(':');
        try {
            int port = colon < 1 ? 0 : Integer.parseInt(seed, colon + 1, seed.length(), 10);
            if (port >= 1 && port <= MAX_PORT) {
                return;
            }
        } catch (NumberFormatException e) {
            throw section.invalid("seed-nodes", seed, "HOST:PORT");
        }
        throw section.invalid("seed-nodes", seed, "HOST:PORT");
    }

    private static Security security(Section section) {
        Section tls = section.section("tls");
        String key = tls.text("key");
        String certificate = tls.text("certificate");
        String ca = tls.text("ca");
        if (key.isEmpty() && certificate.isEmpty() && ca.isEmpty()) {
            return plainText(section);
        }
        for (String file : List.of("key", "certificate", "ca")) {
            readable(tls, file);
        }
        return new Security.MutualTls(key, certificate, ca, tls.duration("reload", TENTH, HOUR));
    }

    private static Security plainText(Section section) {
        boolean allowed = section.choice("plain-text", PlainText.class) == PlainText.ALLOWED;
        if (section.flag("enabled") && !allowed && !loopback(SettingsReader.host(section))) {
            throw section.invalid(
                    "host",
                    section.text("host"),
                    "a loopback address while members speak plain text; set tls.key, tls.certificate and tls.ca,"
                            + " or plain-text = allowed in a network that nobody else is in");
        }
        return new Security.PlainText();
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void readable(Section tls, String file) {
        Path path = Path.of(tls.text(file));
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw tls.invalid(file, tls.text(file), "a PEM file that can be read; key, certificate and ca go together");
        }
    }

    private static Leases leases(Section section) {
        Duration renew = section.duration("renew", TENTH, MINUTE);
        Duration timeout = section.duration("timeout", TENTH, MINUTE);
        Duration least = renew.plus(timeout.multipliedBy(2)).plus(SECOND); // one renewal may fail
        return new Leases(prefix(section), section.duration("ttl", least, HOUR), renew, timeout);
    }

    private static Sharing sharing(Section section) {
        long largest = section.bytes("max-size", 4 * 1024, MAX_SHARED);
        return new Sharing(
                section.duration("report-interval", Duration.ofMillis(10), MINUTE),
                section.duration("timeout", TENTH, MINUTE),
                (int) largest,
                section.integer("memory-count", 1, 100_000),
                section.bytes("memory-size", 64 * 1024, 16 * largest),
                section.duration("memory-patience", TENTH, HOUR));
    }

    /** Begins the name of an object: RFC 1123, with room for what follows it. */
    private static String prefix(Section section) {
        String prefix = section.text("prefix");
        boolean named = !prefix.isEmpty()
                && prefix.length() <= MAX_PREFIX
                && prefix.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                && prefix.charAt(0) != '-';
        if (!named) {
            throw section.invalid(
                    "prefix", prefix, "a name of lower case letters, digits and '-', at most " + MAX_PREFIX + " long");
        }
        return prefix;
    }

    private static String namespace(Section service) {
        try {
            return Files.readString(NAMESPACE).strip();
        } catch (IOException e) {
            throw service.invalid("namespace", "", "the Service's namespace; outside a Pod it must be set");
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("the host's name is not known: set sluice.control-plane.replica.name", e);
        }
    }
}
