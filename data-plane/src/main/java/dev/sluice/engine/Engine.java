package dev.sluice.engine;

import dev.sluice.http.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Moves bytes: accepts, speaks HTTP, keeps upstream connections. Made with the pipeline to which it hands requests; its
 * lanes run from then on until {@link #close}. Safe for every thread; nothing here is called while a request is served.
 */
public interface Engine extends AutoCloseable {
    /**
     * How long a client that comes while the engine drains is waited for: its first request is on its way, and nobody would
     * repeat it.
     */
    Duration LATECOMER = Duration.ofSeconds(1);

    /** As in settings, Hello and logs: {@code netty}, {@code akka-http}. */
    String name();

    /** How it talks to the kernel, as {@code io_uring}, {@code epoll} or {@code nio}. */
    String transport();

    /** How many lanes it has, 1 or more. */
    int lanes();

    /**
     * Listens. Returns once connections are accepted.
     *
     * @return where it listens; the port is never 0
     * @throws IOException if the port is taken or may not be used
     */
    InetSocketAddress bind(Binding binding) throws IOException;

    /**
     * The data plane that hands its listening sockets over at this path.
     *
     * @return empty if there is none, or this engine cannot
     * @throws IOException if there is one that does not answer, or is another user's
     */
    default Optional<Predecessor> predecessor(Path socket) throws IOException {
        return Optional.empty();
    }

    /**
     * Hands its listening sockets over at this path to whoever asks, of this user only.
     *
     * @param dismissed runs once, when a successor has taken over, and is waited for
     * @throws IOException if the path cannot be used, or this engine cannot
     */
    default AutoCloseable offer(Path socket, Runnable dismissed) throws IOException {
        throw new IOException(
                "engine " + name() + " on " + transport() + " hands no sockets over; netty on epoll does");
    }

    /** Client connections open now. */
    long clientConnections();

    /** Connections to backends open now, in use and idle. */
    long upstreamConnections();

    /** How many client connections were ended because their client broke a protocol or a limit in this way. */
    default long connectionsCut(Reason reason) {
        return 0;
    }

    /** How many requests of clients were refused in this way before anything was known of them but that they came. */
    default long requestsRefused(Reason reason) {
        return 0;
    }

    /**
     * From now on every response ends its connection ({@code Connection: close}), so that clients which keep connections
     * come to look for another proxy. Connections are still accepted.
     */
    void windDown();

    /**
     * Closes the listeners, and the client connections on which no request is under way: each at a moment of its own
     * within {@code spread}, so that a request that is on its way is still served, and clients do not come back all at once.
     * The others close behind their response. Completes when nothing listens and no client connection is left; bounds no time. An engine may
     * ignore {@code spread}.
     */
    CompletionStage<Void> drain(Duration spread);

    /** Cuts what {@link #drain} has left: the time for it is over. */
    default void cut() {
        close();
    }

    /** Cuts what is left and ends the lanes. Harmless a second time. */
    @Override
    void close();
}
