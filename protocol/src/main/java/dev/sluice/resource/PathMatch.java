package dev.sluice.resource;

/** Which paths a rule is for. Texts are compared with the request path whose unreserved escapes have been decoded. */
public sealed interface PathMatch {
    /** As written in the object; begins with {@code /} except for {@link Regex}, and is empty for {@link Otherwise}. */
    String text();

    private static void absolute(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("path '" + text + "': expected a text that begins with '/'");
        }
    }

    /** Equality, case-sensitive ({@code /foo} is not {@code /foo/}). */
    record Exact(String text) implements PathMatch {
        public Exact {
            absolute(text);
        }
    }

    /**
     * Element by element: {@code /foo} and {@code /foo/} both match {@code /foo}, {@code /foo/} and {@code /foo/bar}, not
     * {@code /foobar} (Ingress v1 {@code PathTypePrefix}).
     */
    record Prefix(String text) implements PathMatch {
        public Prefix {
            absolute(text);
        }
    }

    /** Character by character: {@code /foo} matches {@code /foobar} (ingress-nginx, ImplementationSpecific). */
    record StartsWith(String text) implements PathMatch {
        public StartsWith {
            absolute(text);
        }
    }

    /** A regular expression anchored at the start, open at the end, case folded (ingress-nginx {@code use-regex}). */
    record Regex(String text) implements PathMatch {}

    /**
     * Every path that no other rule of the same host is for, whoever wrote that rule: a default backend (Ingress v1
     * {@code spec.defaultBackend}). A written {@code /} of any object comes before it.
     */
    record Otherwise() implements PathMatch {
        @Override
        public String text() {
            return "";
        }
    }
}
