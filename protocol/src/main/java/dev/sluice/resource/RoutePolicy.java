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
}
