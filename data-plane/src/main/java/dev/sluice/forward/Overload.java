package dev.sluice.forward;

import java.time.Duration;

/**
 * When new requests are answered 503 so that those under way keep their latency.
 *
 * @param lateness how late a lane may do what it has planned, again and again, before it sheds; 0 never sheds for it
 * @param maxInFlight requests under way in all lanes together; each may have its share
 * @param retryAfter what refused clients are told to wait; whole seconds
 */
public record Overload(Duration lateness, int maxInFlight, Duration retryAfter) {
    /** As in Retry-After (RFC 9110 section 10.2.3). */
    String retryAfterText() {
        return Long.toString(retryAfter.toSeconds());
    }

    /** Nothing is ever shed. */
    public static final Overload NEVER = new Overload(Duration.ZERO, Integer.MAX_VALUE, Duration.ofSeconds(1));
}
