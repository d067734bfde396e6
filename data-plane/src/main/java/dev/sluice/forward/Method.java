package dev.sluice.forward;

/** What a method promises (RFC 9110 section 9.2). */
final class Method {
    private Method() {}

    /** Asked twice has the effect of asked once. Unknown methods promise nothing. */
    static boolean idempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
