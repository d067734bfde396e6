package dev.sluice.resource;

/**
 * How requests of one (listener, host) are read before any rule is tried.
 *
 * @param mode which path language the rules of the host speak
 * @param encodedSlash what to do with {@code %2F} in a path
 * @param ambiguousPath what to do with dot segments (also escaped, beside {@code %2F}, or with parameters), backslash,
 *     {@code %5C}, {@code %00}, invalid escapes and overlong UTF-8: two parties may read such a path differently
 */
public record HostSettings(MatchingMode mode, EncodedSlash encodedSlash, AmbiguousPath ambiguousPath) {
    public static final HostSettings DEFAULT =
            new HostSettings(MatchingMode.SPEC, EncodedSlash.KEEP, AmbiguousPath.REFUSE);

    /** Which path language the rules of a host speak. */
    public enum MatchingMode {
        /** Ingress v1 and Gateway API to the letter. */
        SPEC,
        /** As ingress-nginx does. */
        NGINX
    }

    /** {@code %2F} in a request path; it is never a separator. */
    public enum EncodedSlash {
        /** It stays as it is and is forwarded so: npm's and GitLab's APIs need it. */
        KEEP,
        /** The request is answered 400. */
        REFUSE
    }

    /** A path that two parties may read differently. */
    public enum AmbiguousPath {
        /** The request is answered 400. */
        REFUSE,
        /** It is matched undecoded where decoding is what makes it ambiguous, with nothing resolved, and forwarded as it came. */
        FORWARD
    }
}
