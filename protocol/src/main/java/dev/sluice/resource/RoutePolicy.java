package dev.sluice.resource;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One thing that is done to requests on their way. A data plane that does not know one must not serve the route. */
public sealed interface RoutePolicy {
    /** @throws IllegalArgumentException if two of the policies are of one kind: only one of them could be in force */
    static List<RoutePolicy> oneOfEachKind(List<RoutePolicy> policies) {
        Set<Class<?>> kinds = new HashSet<>();
        for (RoutePolicy policy : policies) {
            if (!kinds.add(policy.getClass())) {
                throw new IllegalArgumentException(
                        "two policies " + policy.getClass().getSimpleName() + ": expected at most one of each kind");
            }
        }
        return List.copyOf(policies);
    }

    /**
     * How long to wait for a backend: 1 ms to {@link #LONGEST} each, in whole milliseconds (the rest is cut off).
     *
     * @param connect to establish a connection
     * @param read between two reads of the response, also before its head; not a total
     * @param send between two writes of the request; not a total
     */
    record Timeouts(Duration connect, Duration read, Duration send) implements RoutePolicy {
        /** Ten years of 365 days: what people write for "never". */
        public static final Duration LONGEST = Duration.ofDays(3650);
        /** What holds where a rule says nothing: 5 s, 60 s and 60 s, as ingress-nginx has them. */
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

        public Timeouts {
            connect = checked("connect", connect);
            read = checked("read", read);
            send = checked("send", send);
        }

        private static Duration checked(String name, Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(name + " timeout " + value + ": expected 1 ms to " + LONGEST);
            }
            return Duration.ofMillis(value.toMillis());
        }
    }

    /**
     * The longest request body that is accepted; a longer one is answered 413.
     *
     * @param maxBytes 1 or more
     */
    record RequestBodyLimit(long maxBytes) implements RoutePolicy {
        public RequestBodyLimit {
            if (maxBytes < 1) {
                throw new IllegalArgumentException("body limit " + maxBytes + ": expected 1 or more");
            }
        }
    }

    /**
     * A request that came by plain HTTP is sent to the same place by HTTPS, at the port 443, before anything else is done
     * to it; the host without its port, path and query as they were. Never under {@code /.well-known/acme-challenge/}
     * (RFC 8555 section 8.3), where certificates are fetched.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param exceptPrefixes paths that begin with one of these texts are not redirected either; each begins with {@code /}
     * @param trailingSlash of the whole, path and query
     */
    record HttpsRedirect(int status, List<String> exceptPrefixes, TrailingSlash trailingSlash) implements RoutePolicy {
        /** Under it nothing is redirected. */
        public static final String ACME_CHALLENGES = "/.well-known/acme-challenge/";

        private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

        /** What becomes of one {@code /} at the end. */
        public enum TrailingSlash {
            KEEP,
            /** As ingress-nginx does by itself. */
            STRIP
        }

        public HttpsRedirect {
            exceptPrefixes = List.copyOf(exceptPrefixes);
            if (!STATUSES.contains(status)) {
                throw new IllegalArgumentException(
                        "redirect status " + status + ": expected 301, 302, 303, 307 or 308");
            }
            exceptPrefixes.stream()
                    .filter(prefix -> !prefix.startsWith("/"))
                    .findFirst()
                    .ifPresent(prefix -> {
                        throw new IllegalArgumentException(
                                "prefix '" + prefix + "': expected a text that begins with '/'");
                    });
        }
    }

    /**
     * Responses to requests that came by HTTPS say that the host is never to be asked otherwise (RFC 6797), in place of what
     * the backend says about it.
     *
     * @param maxAge 0 (forget it) or more, in whole seconds (the rest is cut off), {@link Timeouts#LONGEST} at most
     * @param subDomains whether that holds for names below the host too
     * @param preload whether browsers may ship with it
     */
    record Hsts(Duration maxAge, SubDomains subDomains, Preload preload) implements RoutePolicy {
        /** For whom the promise is. */
        public enum SubDomains {
            EXCLUDED,
            INCLUDED
        }

        /** Whether browsers may ship with it. */
        public enum Preload {
            UNASKED,
            ASKED
        }

        public Hsts {
            if (maxAge.isNegative() || maxAge.compareTo(Timeouts.LONGEST) > 0) {
                throw new IllegalArgumentException("max-age " + maxAge + ": expected 0 to " + Timeouts.LONGEST);
            }
            maxAge = Duration.ofSeconds(maxAge.toSeconds());
        }
    }

    /**
     * What clients must prove by certificate ({@link TlsHost#clientAuth} asks them for it), and what backends are told of it:
     * {@code ssl-client-verify} (SUCCESS, NONE or FAILED:reason), {@code ssl-client-subject-dn}, {@code
     * ssl-client-issuer-dn} and, if asked for, {@code ssl-client-cert}, as ingress-nginx has them. What the client itself
     * sent under these names is dropped, whatever scheme it came by. A request that came by plain HTTP has no certificate.
     *
     * @param demand which clients are refused with 400
     * @param forwarded what of a certificate backends are given
     * @param commonNames one of which the subject must have, compared with case; else 403. Empty: any
     */
    record ClientCertificate(Demand demand, Forwarded forwarded, List<String> commonNames) implements RoutePolicy {
        /** Which clients are refused. */
        public enum Demand {
            /** Those without a certificate that was verified. */
            REQUIRED,
            /** Those with a certificate that was not verified. */
            OPTIONAL,
            /** None: the backend judges. */
            OPTIONAL_UNVERIFIED
        }

        /** What of a certificate backends are given. */
        public enum Forwarded {
            VERDICT,
            /** Also the certificate, as PEM escaped for a URL. */
            VERDICT_AND_CERTIFICATE
        }

        public ClientCertificate {
            commonNames = List.copyOf(commonNames);
        }
    }
}
