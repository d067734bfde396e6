package dev.sluice.translate.ingress;

import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.Hsts;
import dev.sluice.resource.RoutePolicy.Hsts.Preload;
import dev.sluice.resource.RoutePolicy.Hsts.SubDomains;
import dev.sluice.resource.RoutePolicy.HttpsRedirect;
import dev.sluice.resource.RoutePolicy.HttpsRedirect.TrailingSlash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of requests by plain HTTP, and what is said about that in responses; names and defaults are those of
 * ingress-nginx.
 *
 * @param redirect when requests by HTTP are sent to HTTPS
 * @param status of the redirect
 * @param exceptPrefixes paths that stay
 * @param hsts whether responses by HTTPS of hosts with a certificate promise it
 */
record HttpsSettings(
        Redirect redirect,
        int status,
        List<String> exceptPrefixes,
        TrailingSlash trailingSlash,
        boolean hsts,
        Hsts promise) {
    /** When requests by plain HTTP are sent to HTTPS. */
    enum Redirect {
        NEVER,
        /** Where some object gives the host a certificate. */
        WITH_CERTIFICATE,
        /** Always: TLS ends in front of Sluice. */
        ALWAYS
    }

    static final HttpsSettings DEFAULT = new HttpsSettings(
            Redirect.WITH_CERTIFICATE,
            308,
            List.of(),
            TrailingSlash.STRIP,
            true,
            new Hsts(Duration.ofDays(365), SubDomains.INCLUDED, Preload.UNASKED));

    HttpsSettings {
        exceptPrefixes = List.copyOf(exceptPrefixes);
    }

    /** Policies of rules whatever the host has. */
    List<RoutePolicy> always() {
        return redirect == Redirect.ALWAYS ? List.of(policy()) : List.of();
    }

    /** Policies of rules besides, where the host has a certificate. */
    List<RoutePolicy> withCertificate() {
        List<RoutePolicy> policies = new ArrayList<>();
        if (redirect == Redirect.WITH_CERTIFICATE) {
            policies.add(policy());
        }
        if (hsts) {
            policies.add(promise);
        }
        return policies;
    }

    /**
     * Whether what is written under a name had a say in what came of it. Two names are about one thing, the redirect: {@code
     * ssl-redirect} has none where it is always, {@code force-ssl-redirect} none where it asks for nothing.
     */
    boolean decided(String name, HttpsSettings after) {
        return switch (name) {
            case "ssl-redirect" -> redirect != Redirect.ALWAYS;
            case "force-ssl-redirect" -> redirect == Redirect.ALWAYS || after.redirect == Redirect.ALWAYS;
            default -> true;
        };
    }

    private HttpsRedirect policy() {
        return new HttpsRedirect(status, exceptPrefixes, trailingSlash);
    }
}
