package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;

/**
 * A thread of execution to which exchanges, their connections and their pools are confined (Netty: an event loop; Akka
 * HTTP: a single-threaded executor).
 *
 * @param <B> the engine's body bytes
 */
public interface Lane<B> {
    /** Whether an attempt may take a connection that has carried requests before. */
    enum Reuse {
        ALLOWED,
        /** A new connection: an idle one to this endpoint has just turned out to be dead. */
        NEVER
    }

    /** 0 to {@code lanes - 1}. */
    int index();

    /** Monotonic, as {@link System#nanoTime}. */
    long nanoTime();

    /** Runs a task in the lane, later. */
    void execute(Runnable task);

    /** Runs a task in the lane after a delay; the task cannot be cancelled. */
    void schedule(Runnable task, long delayNanos);

    /**
     * Opens an attempt: an idle connection of this lane's pool, or a new one. The answer may come within the call. An
     * attempt that the pipeline has given up meanwhile is cancelled when it opens.
     */
    void open(EndpointRuntime endpoint, UpstreamEvents<B> events, long connectTimeoutNanos, Reuse reuse);

    /**
     * Connects without speaking any protocol, also where TLS is spoken to the endpoint otherwise. The answer may come within
     * the call. A connection that the pipeline has given up meanwhile is cut when it comes.
     */
    void connect(EndpointRuntime endpoint, StreamAttempt<B> attempt, long connectTimeoutNanos);

    /** Size in bytes of a piece of body. */
    int size(B bytes);

    /** Gives a piece of body up. */
    void release(B bytes);

    /** A piece of body with this content (for answers of Sluice's own); keeps the array. */
    B wrap(byte[] content);
}
