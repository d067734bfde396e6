package dev.sluice.render;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.translate.Settings;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** The flags that a golden input carries in its comments, named as on the command line. */
final class Flags {
    private static final String MARK = "# flag: --";

    private Flags() {}

    static Settings settings(String text) {
        Settings settings = Settings.DEFAULT;
        for (String line : text.lines().filter(l -> l.startsWith(MARK)).toList()) {
            String flag = line.substring(MARK.length());
            int equals = flag.indexOf('=');
            settings = with(
                    settings,
                    equals < 0 ? flag : flag.substring(0, equals),
                    equals < 0 ? "true" : flag.substring(equals + 1));
        }
        return settings;
    }

    private static Settings with(Settings s, String name, String value) {
        return switch (name) {
            case "publish-status-address" ->
                new Settings(
                        s.ingress(),
                        new PublishedAddresses.Listed(Arrays.stream(value.split(",", -1))
                                .map(Flags::address)
                                .toList()));
            case "publish-service" ->
                new Settings(s.ingress(), new PublishedAddresses.OfService(namespace(value), name(value)));
            default -> new Settings(ingress(s.ingress(), name, value), s.publish());
        };
    }

    private static IngressSettings ingress(IngressSettings s, String name, String value) {
        return switch (name) {
            case "watch-ingress-without-class" ->
                new IngressSettings(
                        s.controllerClass(),
                        s.ingressClassName(),
                        Boolean.parseBoolean(value),
                        s.disableCatchAll(),
                        s.allowExternalName(),
                        s.defaultBackend());
            case "disable-catch-all" ->
                new IngressSettings(
                        s.controllerClass(),
                        s.ingressClassName(),
                        s.watchIngressWithoutClass(),
                        Boolean.parseBoolean(value),
                        s.allowExternalName(),
                        s.defaultBackend());
            case "disable-svc-external-name" ->
                new IngressSettings(
                        s.controllerClass(),
                        s.ingressClassName(),
                        s.watchIngressWithoutClass(),
                        s.disableCatchAll(),
                        !Boolean.parseBoolean(value),
                        s.defaultBackend());
            case "default-backend-service" ->
                new IngressSettings(
                        s.controllerClass(),
                        s.ingressClassName(),
                        s.watchIngressWithoutClass(),
                        s.disableCatchAll(),
                        s.allowExternalName(),
                        Optional.of(new IngressSettings.DefaultBackend(
                                namespace(value), name(value), OptionalInt.empty())));
            case "default-ssl-certificate" ->
                s.withTls(
                        Optional.of(ObjectKey.of(ObjectKind.SECRET, namespace(value), name(value))),
                        s.sslPassthrough());
            case "enable-ssl-passthrough" -> s.withTls(s.defaultCertificate(), Boolean.parseBoolean(value));
            default -> throw new IllegalArgumentException("flag --" + name);
        };
    }

    private static LoadBalancerAddress address(String text) {
        boolean ip = Character.isDigit(text.charAt(0));
        return new LoadBalancerAddress(ip ? text : "", ip ? "" : text);
    }

    private static String namespace(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    private static String name(String path) {
        return path.substring(path.indexOf('/') + 1);
    }
}
