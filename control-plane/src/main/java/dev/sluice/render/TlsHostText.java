package dev.sluice.render;

import dev.sluice.key.HostName;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.Upstream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said about TLS, for people; keys of secrets and never their content. */
final class TlsHostText {
    private TlsHostText() {}

    static Map<String, Object> of(TlsHost host) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(
                "certificates",
                host.certificates().stream().map(key -> (Object) key.id()).toList());
        if (host.fallback() == TlsHost.Fallback.REFUSE_HANDSHAKE) {
            shown.put("otherwise", "the handshake is refused");
        }
        host.clientAuth().ifPresent(auth -> shown.put("clientCertificates", of(auth)));
        if (host.authority() == TlsHost.OtherAuthority.REFUSE) {
            shown.put("otherAuthorities", "421");
        }
        host.parameters().minimum().ifPresent(minimum -> shown.put("minimum", minimum.name()));
        if (!host.parameters().ciphers().isEmpty()) {
            shown.put("ciphers", host.parameters().ciphers());
        }
        shown.put("source", host.source().toString());
        return shown;
    }

    private static String of(TlsHost.ClientAuth auth) {
        String verdict = switch (auth.verdict()) {
            case IN_HANDSHAKE -> "or the handshake fails";
            case BY_ANSWER -> "judged by the rules";
        };
        return "by " + auth.trust().id() + ", depth " + auth.depth() + ", " + verdict;
    }

    static Map<String, Object> of(Upstream.Tls tls) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("serverName", tls.serverName().map(HostName::value).orElse("none"));
        shown.put(
                "verified",
                tls.verification()
                        .map(verification -> "by " + verification.trust().id() + " for " + verification.name())
                        .orElse("no"));
        tls.clientCertificate().ifPresent(certificate -> shown.put("clientCertificate", certificate.id()));
        return shown;
    }

    static String of(RoutePolicy.HttpsRedirect redirect) {
        String except = redirect.exceptPrefixes().isEmpty() ? "" : " except " + redirect.exceptPrefixes();
        return "http to https with " + redirect.status() + except
                + switch (redirect.trailingSlash()) {
                    case KEEP -> "";
                    case STRIP -> ", without a '/' at the end";
                };
    }

    static String of(RoutePolicy.Hsts hsts) {
        return "HSTS for " + hsts.maxAge().toSeconds() + " s"
                + switch (hsts.subDomains()) {
                    case INCLUDED -> ", with sub-domains";
                    case EXCLUDED -> "";
                }
                + switch (hsts.preload()) {
                    case ASKED -> ", preload";
                    case UNASKED -> "";
                };
    }

    static String of(RoutePolicy.ClientCertificate asked) {
        String names = asked.commonNames().isEmpty() ? "" : " of " + asked.commonNames();
        return "client certificate " + asked.demand().name() + names
                + switch (asked.forwarded()) {
                    case VERDICT -> "";
                    case VERDICT_AND_CERTIFICATE -> ", passed on";
                };
    }
}
