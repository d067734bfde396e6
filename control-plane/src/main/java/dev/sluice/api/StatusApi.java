package dev.sluice.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import dev.sluice.access.Gate;
import dev.sluice.api.event.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The HTTP server of the status API. */
public final class StatusApi implements AutoCloseable {
    private static final Duration BIND_LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);

    private final ServerBinding binding;
    private final Feed feed;

    private StatusApi(ServerBinding binding, Feed feed) {
        this.binding = binding;
        this.feed = feed;
    }

    /**
     * Binds and serves.
     *
     * @param gate is asked before anything but probes and metrics is answered; is the caller's to close
     * @throws UncheckedIOException naming the address and the flag, if it cannot be bound
     */
    public static StatusApi start(ActorSystem<?> system, ApiSettings settings, ApiSources sources, Gate gate) {
        Answers answers = new Answers(sources);
        String run = sources.cluster().get().replica() + "." + System.currentTimeMillis();
        Feed feed = new Feed(settings.events(), run, sources.meters());
        EventsAnswer events = events(system, settings, sources, answers, feed);
        ApiHandler handler = new ApiHandler(system, gate, answers.operations(system, events));
        try {
            tryOut(settings);
            CompletionStage<ServerBinding> binding = Http.get(system.classicSystem())
                    .newServerAt(settings.host(), settings.port())
                    .bind(handler::answer);
            return new StatusApi(await(binding, BIND_LIMIT), feed);
        } catch (IOException e) {
            String message = "cannot listen on " + settings.host() + ":" + settings.port()
                    + " for the status API: choose another port with --api-port (0 for a free one)";
            throw new UncheckedIOException(message, e);
        }
    }

    private static EventsAnswer events(
            ActorSystem<?> system, ApiSettings settings, ApiSources sources, Answers answers, Feed feed) {
        AtomicBoolean nudged = new AtomicBoolean();
        ActorRef<Announcer.Command> announcer = system.systemActorOf(
                Announcer.create(settings.events(), feed, answers.topics(), nudged), "announcer", Props.empty());
        sources.listen().accept(() -> {
            if (nudged.compareAndSet(false, true)) {
                announcer.tell(new Announcer.Look());
            }
        });
        return new EventsAnswer(system, settings.events(), feed, () -> announcer.tell(new Announcer.Begin()), sources);
    }

    /** The port that was bound. */
    public int port() {
        return binding.localAddress().getPort();
    }

    /** Stops; requests that are being answered get a moment. */
    @Override
    public void close() {
        feed.close();
        try {
            await(binding.terminate(REQUEST_LIMIT), CLOSE_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException("the status API did not close cleanly", e);
        }
    }

    /** Binds once and lets go: of a port that is taken, Akka would log a stack trace before we can say it in one line. */
    private static void tryOut(ApiSettings settings) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        }
    }

    private static <T> T await(CompletionStage<T> stage, Duration limit) throws IOException {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
