package dev.sluice.resource;

import java.time.Duration;

/** One thing that is done to requests on their way. A data plane that does not know one must not serve the route. */
public sealed interface RoutePolicy {
    /**
     * How long to wait for a backend.
     *
     * @param connect to establish a connection
     * @param read between two reads of the response, also before its head; not a total
     * @param send between two writes of the request; not a total
     */
    record Timeouts(Duration connect, Duration read, Duration send) implements RoutePolicy {
        /** What holds where a rule says nothing: 5 s, 60 s and 60 s, as ingress-nginx has them. */
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

        public Timeouts {
            positive("connect", connect);
            positive("read", read);
            positive("send", send);
        }

        private static void positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " timeout " + value + ": expected more than 0");
            }
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
