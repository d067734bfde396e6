package dev.sluice.translate.ingress;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What can be set about a rule, its host or its backends, under the name that a class's parameter for it has or would have. */
public enum Setting {
    CONNECT_TIMEOUT("connect-timeout", "proxy-connect-timeout"),
    READ_TIMEOUT("read-timeout", "proxy-read-timeout"),
    SEND_TIMEOUT("send-timeout", "proxy-send-timeout"),
    REQUEST_BODY_LIMIT("request-body-limit", "proxy-body-size"),
    SSL_REDIRECT("ssl-redirect", "force-ssl-redirect"),
    HTTP_REDIRECT_CODE("http-redirect-code"),
    NO_TLS_REDIRECT_LOCATIONS("no-tls-redirect-locations"),
    PRESERVE_TRAILING_SLASH("preserve-trailing-slash"),
    HSTS("hsts"),
    HSTS_MAX_AGE("hsts-max-age"),
    HSTS_INCLUDE_SUBDOMAINS("hsts-include-subdomains"),
    HSTS_PRELOAD("hsts-preload"),
    CLIENT_CERTIFICATE(
            "client-certificate",
            "auth-tls-verify-depth",
            "auth-tls-pass-certificate-to-upstream",
            "auth-tls-match-cn",
            "auth-tls-verify-client",
            "auth-tls-secret"),
    ENCODED_SLASH("encoded-slash"),
    AMBIGUOUS_PATH("ambiguous-path"),
    BALANCING("balancing"),
    BACKEND_PROTOCOL("backend-protocol"),
    BACKEND_TLS("backend-tls", "proxy-ssl-server-name", "proxy-ssl-name", "proxy-ssl-verify", "proxy-ssl-secret"),
    UPSTREAM_PROXY_PROTOCOL("upstream-proxy-protocol"),
    MAX_CONNECTIONS("max-connections");

    private static final Map<String, Setting> BY_NAME = byName();

    private final String text;
    private final String[] others;

    /** @param others names under which it is written besides; of several that are, the last one counts as where */
    Setting(String text, String... others) {
        this.text = text;
        this.others = others;
    }

    private static Map<String, Setting> byName() {
        Map<String, Setting> all = new HashMap<>();
        for (Setting setting : values()) {
            all.put(setting.text, setting);
            for (String other : setting.others) {
                all.put(other, setting);
            }
        }
        return Map.copyOf(all);
    }

    /** Which one is written under a parameter's key or an annotation's name without its prefix; empty for none of ours. */
    static Optional<Setting> written(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public String text() {
        return text;
    }

    /** Whether a name counts more than another for where the setting is written: by its place in the list above. */
    boolean outranks(String name, String other) {
        return rank(name) >= rank(other);
    }

    private int rank(String name) {
        for (int i = 0; i < others.length; i++) {
            if (others[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
