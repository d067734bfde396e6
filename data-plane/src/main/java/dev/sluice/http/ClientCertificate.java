package dev.sluice.http;

/** What a client proved by a certificate. */
public sealed interface ClientCertificate {
    ClientCertificate NONE = new None();

    /** It was not asked for one, or has shown none. */
    record None() implements ClientCertificate {}

    /**
     * It has shown one that was verified.
     *
     * @param shown the certificate
     */
    record Verified(ShownCertificate shown) implements ClientCertificate {}

    /**
     * It has shown one that proves nothing.
     *
     * @param why in a few words without commas
     */
    record Unverified(ShownCertificate shown, String why) implements ClientCertificate {}

    /**
     * It has shown one that was good when the connection was made, and is not any more: its host measures by something else.
     *
     * @param why as in {@link Unverified}
     */
    record Lapsed(ShownCertificate shown, String why) implements ClientCertificate {}
}
