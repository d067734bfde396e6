package dev.sluice.forward;

/** What a method promises (RFC 9110 section 9.2). */
final class Method {
    private Method() {}

    /** Asks for a representation and nothing else. */
    static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Asked twice has the effect of asked once. Unknown methods promise nothing. */
    static boolean idempotent(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
