package dev.sluice.translate.ingress;

import dev.sluice.key.HostName;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Demand;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Forwarded;
import java.util.Locale;
import java.util.Optional;

/**
 * What an Ingress's annotations ask for about TLS, not yet followed to any Secret.
 *
 * @param protocol spoken to backends; empty for what their Service ports say
 * @param spoken false if it asks for a protocol that we refuse to replace by another
 * @param passthrough whether TLS is passed through to the backends
 */
record TlsAnnotations(
        Optional<BackendProtocol> protocol, boolean spoken, ProxySsl proxySsl, AuthTls authTls, boolean passthrough) {
    static final TlsAnnotations NONE = new TlsAnnotations(Optional.empty(), true, ProxySsl.NONE, AuthTls.NONE, false);

    /**
     * {@code proxy-ssl-*}.
     *
     * @param secret as written; empty for none
     * @param field where it is written
     */
    record ProxySsl(String secret, String field, boolean verify, Optional<HostName> name, boolean sendName) {
        static final ProxySsl NONE = new ProxySsl("", "", false, Optional.empty(), false);
    }

    /**
     * {@code auth-tls-*}.
     *
     * @param secret as written; empty for none
     * @param field where it is written
     * @param demand empty for {@code off}
     * @param commonNames empty for any
     */
    record AuthTls(
            String secret,
            String field,
            Optional<Demand> demand,
            int depth,
            Forwarded forwarded,
            CommonNames commonNames) {
        static final AuthTls NONE =
                new AuthTls("", "", Optional.of(Demand.REQUIRED), 1, Forwarded.VERDICT, CommonNames.ANY);
    }

    /** These with one annotation more; empty if its name is none of ours, {@link Unreadable} if its value cannot be read. */
    Optional<TlsAnnotations> with(String name, String field, String value) throws Unreadable {
        return switch (name) {
            case "backend-protocol" -> Optional.of(withProtocol(value));
            case "ssl-passthrough" -> Optional.of(new TlsAnnotations(protocol, spoken, proxySsl, authTls, flag(value)));
            case "proxy-ssl-secret", "proxy-ssl-verify", "proxy-ssl-name", "proxy-ssl-server-name" ->
                Optional.of(new TlsAnnotations(protocol, spoken, proxySsl(name, field, value), authTls, passthrough));
            case "auth-tls-secret",
                    "auth-tls-verify-client",
                    "auth-tls-verify-depth",
                    "auth-tls-pass-certificate-to-upstream",
                    "auth-tls-match-cn" ->
                Optional.of(new TlsAnnotations(protocol, spoken, proxySsl, authTls(name, field, value), passthrough));
            default -> Optional.empty();
        };
    }

    private TlsAnnotations withProtocol(String value) throws Unreadable {
        if (value.strip().toUpperCase(Locale.ROOT).equals("FCGI")) {
            return new TlsAnnotations(Optional.empty(), false, proxySsl, authTls, passthrough);
        }
        BackendProtocol read = BackendProtocol.ofAnnotation(value)
                .orElseThrow(() -> new Unreadable("expected HTTP, HTTPS, GRPC or GRPCS; it is ignored"));
        return new TlsAnnotations(Optional.of(read), spoken, proxySsl, authTls, passthrough);
    }

    private ProxySsl proxySsl(String name, String field, String value) throws Unreadable {
        ProxySsl now = proxySsl;
        return switch (name) {
            case "proxy-ssl-secret" -> new ProxySsl(value.strip(), field, now.verify(), now.name(), now.sendName());
            case "proxy-ssl-verify" ->
                new ProxySsl(now.secret(), now.field(), onOff(value), now.name(), now.sendName());
            case "proxy-ssl-name" ->
                new ProxySsl(now.secret(), now.field(), now.verify(), Optional.of(host(value)), now.sendName());
            default -> new ProxySsl(now.secret(), now.field(), now.verify(), now.name(), onOff(value));
        };
    }

    private AuthTls authTls(String name, String field, String value) throws Unreadable {
        AuthTls now = authTls;
        return switch (name) {
            case "auth-tls-secret" ->
                new AuthTls(value.strip(), field, now.demand(), now.depth(), now.forwarded(), now.commonNames());
            case "auth-tls-verify-client" ->
                new AuthTls(now.secret(), now.field(), demand(value), now.depth(), now.forwarded(), now.commonNames());
            case "auth-tls-verify-depth" ->
                new AuthTls(now.secret(), now.field(), now.demand(), depth(value), now.forwarded(), now.commonNames());
            case "auth-tls-match-cn" ->
                new AuthTls(
                        now.secret(),
                        now.field(),
                        now.demand(),
                        now.depth(),
                        now.forwarded(),
                        CommonNames.parse(value));
            default ->
                new AuthTls(
                        now.secret(),
                        now.field(),
                        now.demand(),
                        now.depth(),
                        flag(value) ? Forwarded.VERDICT_AND_CERTIFICATE : Forwarded.VERDICT,
                        now.commonNames());
        };
    }

    private static Optional<Demand> demand(String value) throws Unreadable {
        return switch (value.strip()) {
            case "on" -> Optional.of(Demand.REQUIRED);
            case "optional" -> Optional.of(Demand.OPTIONAL);
            case "optional_no_ca" -> Optional.of(Demand.OPTIONAL_UNVERIFIED);
            case "off" -> Optional.empty();
            default -> throw new Unreadable("expected on, off, optional or optional_no_ca; it is ignored");
        };
    }

    private static int depth(String value) throws Unreadable {
        String text = value.strip();
        boolean fits = text.length() == 1 && text.charAt(0) >= '1' && text.charAt(0) <= '9' || text.equals("10");
        if (!fits) {
            throw new Unreadable("expected a whole number from 1 to 10; it is ignored");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String value) throws Unreadable {
        return HttpsParameter.flag(value).orElseThrow(() -> new Unreadable("expected true or false; it is ignored"));
    }

    private static boolean onOff(String value) throws Unreadable {
        return switch (value.strip()) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new Unreadable("expected on or off; it is ignored");
        };
    }

    private static HostName host(String value) throws Unreadable {
        return HostName.parse(value.strip())
                .orElseThrow(() -> new Unreadable("expected a DNS name without a wildcard; it is ignored"));
    }

    /** A value that says nothing; what was in force stays. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        /** @param expected what to write instead, as a sentence */
        Unreadable(String expected) {
            super(expected, null, false, false);
        }

        String expected() {
            return String.valueOf(getMessage());
        }
    }
}
