package dev.sluice.access;

import java.util.Locale;
import java.util.Optional;

/**
 * What a browser says of the page for which it asks: it sends this itself, and no page can change it. Programs say nothing.
 *
 * @param authority as in the request's Host, with the port
 * @param origin of {@code Origin} (RFC 6454 section 7); empty if there is none
 * @param site of {@code Sec-Fetch-Site} (W3C Fetch Metadata); empty if there is none
 * @param visit whether a person goes there, as by a link: what is answered is shown to nobody else
 */
public record Browser(String authority, String origin, String site, boolean visit) {
    /** No browser asks. */
    public static final Browser NONE = new Browser("", "", "", false);

    /** Whose page asks, in words, if it is not one of the server that is asked. */
    Optional<String> stranger() {
        if (!origin.isEmpty()) {
            return own() ? Optional.empty() : Optional.of("a page of " + origin);
        }
        return switch (site) {
            case "", "none", "same-origin" -> Optional.empty();
            default -> visit ? Optional.empty() : Optional.of("a page of another site (" + site + ")");
        };
    }

    private boolean own() {
        int scheme = origin.indexOf("://");
        return scheme > 0
                && origin.substring(scheme + 3).toLowerCase(Locale.ROOT).equals(authority.toLowerCase(Locale.ROOT));
    }

    /** Why it is not answered where nobody is asked for a token: a token is what another page cannot send. */
    Optional<Verdict> refusal() {
        return stranger()
                .map(who -> new Verdict.Refused(who + " asks: expected this server's own page, or a program;"
                        + " others need a token (--api-token-file, --api-access kubernetes)"));
    }
}
