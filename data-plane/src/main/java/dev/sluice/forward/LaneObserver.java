package dev.sluice.forward;

import dev.sluice.http.Reason;

/** What is told about the requests of one lane, in the lane: counted and logged elsewhere, without waiting. */
public interface LaneObserver {
    /** A request head has come. */
    void begun();

    /** An exchange has ended; comes once for each {@link #begun}. {@code exchange} is only valid within the call. */
    void ended(Ended exchange);

    /** A request is sent to an endpoint, for the first or a further time. */
    void attempted();

    /** A request is tried again because its last attempt failed so. */
    void retried(Reason because);

    /** A request could have been tried again, but too many were before it. */
    void retryRefused();

    /** A connection has become a tunnel; it ends with its exchange. */
    void tunnelled();

    /** A connection has come whose TLS is passed through. */
    void passing();

    /** Such a connection has ended; comes once for each {@link #passing}. */
    void passed(Passed connection);

    /** A policy or the pipeline itself threw: a bug, which has cost one request. */
    void broken(Throwable bug);
}
