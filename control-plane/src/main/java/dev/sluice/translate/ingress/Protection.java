package dev.sluice.translate.ingress;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which annotations restrict who may send requests or how many. A route that asks for a restriction this version cannot
 * give must not be served without it.
 */
final class Protection {
    private static final Set<String> NAMES =
            Set.of("whitelist-source-range", "allowlist-source-range", "denylist-source-range", "satisfy");
    private static final Set<String> ALLOWED = Set.of("whitelist-source-range", "allowlist-source-range");
    private static final Set<String> EVERYBODY = Set.of("0.0.0.0/0", "::/0");
    private static final Set<String> SWITCHES = Set.of("enable-modsecurity", "enable-owasp-core-rules");
    private static final Set<String> SNIPPETS =
            Set.of("configuration-snippet", "server-snippet", "modsecurity-snippet", "auth-snippet");

    /** Words of nginx's language that refuse requests; a snippet with one of them is taken for a protection. */
    private static final Set<String> REFUSING = Set.of(
            "allow",
            "deny",
            "auth_",
            "limit_",
            "return",
            "satisfy",
            "secure_link",
            "ssl_verify",
            "valid_referers",
            "internal",
            "access_by_lua",
            "secrule",
            "geo ");

    private Protection() {}

    /**
     * Whether the annotation, by its name without prefix, names the networks that may send requests, and these are all: so do
     * cert-manager's solvers of HTTP-01 challenges undo what may be restricted elsewhere.
     */
    static boolean lets(String name, String value) {
        return ALLOWED.contains(name)
                && Stream.of(value.split(",", -1)).map(String::strip).toList().containsAll(EVERYBODY);
    }

    /** Whether the annotation, by its name without prefix, restricts access with this value. */
    static boolean asks(String name, String value) {
        if (value.isBlank() || lets(name, value)) {
            return false;
        }
        if (SWITCHES.contains(name)) {
            return value.strip().equals("true");
        }
        if (SNIPPETS.contains(name)) {
            String lower = value.toLowerCase(Locale.ROOT);
            return REFUSING.stream().anyMatch(lower::contains);
        }
        if (name.equals("auth-tls-error-page")) {
            return false; // says only what those who are refused see
        }
        return NAMES.contains(name) || Stream.of("auth-", "limit-").anyMatch(name::startsWith);
    }
}
