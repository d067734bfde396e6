package dev.sluice.controlplane;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.resource.IpAddress;
import dev.sluice.settings.Section;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.translate.Settings;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.IngressSettings.DefaultBackend;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what translation depends on. */
final class TranslationReader {
    private static final int MAX_PORT = 65535;

    private TranslationReader() {}

    static Settings read(Section section) {
        return new Settings(ingress(section.section("ingress")), published(section.section("publish")));
    }

    private static IngressSettings ingress(Section section) {
        return withoutTls(section)
                .withTls(
                        section.text("default-ssl-certificate").isEmpty()
                                ? Optional.empty()
                                : Optional.of(section.parsed(
                                        "default-ssl-certificate", TranslationReader::secret, "NAMESPACE/SECRET")),
                        section.flag("ssl-passthrough"));
    }

    private static ObjectKey secret(String text) {
        String[] parts = pair(text);
        return ObjectKey.of(ObjectKind.SECRET, parts[0], parts[1]);
    }

    private static IngressSettings withoutTls(Section section) {
        return new IngressSettings(
                section.text("controller-class"),
                section.text("ingress-class"),
                section.flag("watch-ingress-without-class"),
                section.flag("disable-catch-all"),
                section.flag("allow-external-name"),
                section.text("default-backend").isEmpty()
                        ? Optional.empty()
                        : Optional.of(section.parsed(
                                "default-backend",
                                TranslationReader::backend,
                                "NAMESPACE/SERVICE or NAMESPACE/SERVICE:PORT")));
    }

    /** An address list comes before a Service: whoever sets both has set the list for now. */
    private static PublishedAddresses published(Section section) {
        List<LoadBalancerAddress> listed = section.texts("status-address").stream()
                .map(TranslationReader::address)
                .toList();
        if (!listed.isEmpty()) {
            return new PublishedAddresses.Listed(listed);
        }
        return section.text("service").isEmpty()
                ? PublishedAddresses.NONE
                : section.parsed("service", TranslationReader::service, "NAMESPACE/NAME");
    }

    private static LoadBalancerAddress address(String text) {
        return IpAddress.parse(text)
                .map(ip -> new LoadBalancerAddress(ip.text(), ""))
                .orElseGet(() -> new LoadBalancerAddress("", text));
    }

    private static PublishedAddresses service(String text) {
        String[] parts = pair(text);
        return new PublishedAddresses.OfService(parts[0], parts[1]);
    }

    private static DefaultBackend backend(String text) {
        String[] parts = pair(text);
        int colon = parts[1].indexOf(':');
        if (colon < 0) {
            return new DefaultBackend(parts[0], parts[1], OptionalInt.empty());
        }
        int port = Integer.parseInt(parts[1], colon + 1, parts[1].length(), 10);
        if (colon == 0 || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(text);
        }
        return new DefaultBackend(parts[0], parts[1].substring(0, colon), OptionalInt.of(port));
    }

    private static String[] pair(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return parts;
    }
}
