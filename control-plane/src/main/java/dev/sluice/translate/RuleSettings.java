package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.ClientCertificate;
import dev.sluice.resource.RoutePolicy.Hsts;
import dev.sluice.resource.RoutePolicy.HttpsRedirect;
import dev.sluice.resource.RoutePolicy.RequestBodyLimit;
import dev.sluice.resource.RoutePolicy.Timeouts;
import dev.sluice.translate.fragment.HostClaim;
import dev.sluice.translate.ingress.Origin;
import dev.sluice.translate.ingress.Setting;
import dev.sluice.translate.ingress.SettingOrigins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The settings of one rule that forwards, as its policies have them. Lives for one question. */
final class RuleSettings {
    private final HttpRoute route;
    private final HostDraft hosts;
    private final SettingOrigins origins;
    private final Function<ObjectKey, SettingOrigins> others;
    private final List<InForce> found = new ArrayList<>();

    /** @param others what other objects of the host have written */
    RuleSettings(HttpRoute route, HostDraft hosts, SettingOrigins origins, Function<ObjectKey, SettingOrigins> others) {
        this.route = route;
        this.hosts = hosts;
        this.origins = origins;
        this.others = others;
    }

    List<InForce> inForce() {
        String certificate = certificate();
        redirect(certificate);
        hsts(certificate);
        clientCertificate();
        set(
                Setting.REQUEST_BODY_LIMIT,
                policy(RequestBodyLimit.class)
                        .map(limit -> limit.maxBytes() + " bytes")
                        .orElse("none"));
        Timeouts timeouts = policy(Timeouts.class).orElse(Timeouts.DEFAULT);
        set(Setting.CONNECT_TIMEOUT, text(timeouts.connect()));
        set(Setting.READ_TIMEOUT, text(timeouts.read()));
        set(Setting.SEND_TIMEOUT, text(timeouts.send()));
        return found;
    }

    private <P extends RoutePolicy> Optional<P> policy(Class<P> kind) {
        for (RoutePolicy policy : route.policies()) {
            if (kind.isInstance(policy)) {
                return Optional.of(kind.cast(policy));
            }
        }
        return Optional.empty();
    }

    private void set(Setting setting, String value) {
        set(setting, value, origins.of(setting), "");
    }

    private void set(Setting setting, String value, Origin origin, String note) {
        found.add(new InForce(route.key(), setting, value, Optional.of(origin), note));
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private void redirect(String certificate) {
        Optional<HttpsRedirect> redirect = policy(HttpsRedirect.class);
        set(Setting.SSL_REDIRECT, onOff(redirect.isPresent()), origins.of(Setting.SSL_REDIRECT), certificate);
        redirect.ifPresent(in -> {
            set(Setting.HTTP_REDIRECT_CODE, String.valueOf(in.status()));
            set(
                    Setting.NO_TLS_REDIRECT_LOCATIONS,
                    in.exceptPrefixes().isEmpty() ? "none" : String.join(",", in.exceptPrefixes()));
            set(
                    Setting.PRESERVE_TRAILING_SLASH,
                    String.valueOf(in.trailingSlash() == HttpsRedirect.TrailingSlash.KEEP));
        });
    }

    /** Redirect and HSTS are about hosts that have one. */
    private String certificate() {
        return hosts.certificates(route.host())
                .map(claim -> "the host has a certificate: " + claim.source() + " " + claim.field())
                .orElse("no object gives the host a certificate");
    }

    private void hsts(String certificate) {
        Optional<Hsts> hsts = policy(Hsts.class);
        set(Setting.HSTS, onOff(hsts.isPresent()), origins.of(Setting.HSTS), certificate);
        hsts.ifPresent(promise -> {
            set(Setting.HSTS_MAX_AGE, promise.maxAge().toSeconds() + "s");
            set(Setting.HSTS_INCLUDE_SUBDOMAINS, String.valueOf(promise.subDomains() == Hsts.SubDomains.INCLUDED));
            set(Setting.HSTS_PRELOAD, String.valueOf(promise.preload() == Hsts.Preload.ASKED));
        });
    }

    /** One object decides for all rules of a host. */
    private void clientCertificate() {
        Optional<ObjectKey> decides = hosts.standing(route.host()).clientAuth().map(HostClaim::source);
        Optional<ClientCertificate> asked = policy(ClientCertificate.class);
        set(
                Setting.CLIENT_CERTIFICATE,
                asked.map(demand ->
                                demand.demand().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .orElse("off"),
                decides.map(others).orElse(origins).of(Setting.CLIENT_CERTIFICATE),
                decides.filter(source -> !source.equals(route.source()))
                        .map(source -> "for all rules of the host, as " + source + " asks")
                        .orElse(""));
    }
}
