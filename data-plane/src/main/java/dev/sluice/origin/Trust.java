package dev.sluice.origin;

import dev.sluice.address.Networks;

/**
 * Whose word is taken for who asks.
 *
 * @param proxies those in front; from nobody else a field is believed
 * @param header which field these proxies write; the other one passes through them as clients made it, and is never believed
 * @param fullChain whether backends get the whole X-Forwarded-For with the peer appended, instead of the client alone
 */
public record Trust(Networks proxies, Header header, boolean fullChain) {
    /** Nobody's. */
    public static final Trust NOBODY = new Trust(Networks.NONE, Header.X_FORWARDED, false);

    /** Which field is believed. */
    public enum Header {
        /** X-Forwarded-For, -Proto, -Host and -Port. */
        X_FORWARDED,
        /** Forwarded (RFC 7239). */
        FORWARDED
    }
}
