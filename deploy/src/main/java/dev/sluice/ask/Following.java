package dev.sluice.ask;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Follows the API's events; where there are none to be had, asks at a bounded pace, and now and then for events again. */
final class Following implements Changes {
    static final Duration PACE = Duration.ofSeconds(2);
    private static final int ROUNDS_WITHOUT_EVENTS = 15;

    private final Supplier<Optional<EventStream>> events;
    private final Duration pace;
    private Optional<EventStream> stream;
    private int rounds;

    private Following(Supplier<Optional<EventStream>> events, Duration pace) {
        this.events = events;
        this.pace = pace;
        this.stream = events.get();
    }

    static Following of(ApiClient client, String topics, Duration pace) {
        return new Following(() -> tried(client, topics), pace);
    }

    /** Who asks next says what is wrong. */
    private static Optional<EventStream> tried(ApiClient client, String topics) {
        try {
            return client.events(topics);
        } catch (AskFailure e) {
            return Optional.empty();
        }
    }

    @Override
    public void await() throws InterruptedException {
        if (stream.isPresent()) {
            if (stream.get().await()) {
                return;
            }
            close();
            rounds = ROUNDS_WITHOUT_EVENTS;
        }
        Thread.sleep(pace);
        if (++rounds >= ROUNDS_WITHOUT_EVENTS) {
            rounds = 0;
            stream = events.get();
        }
    }

    @Override
    public void close() {
        stream.ifPresent(EventStream::close);
        stream = Optional.empty();
    }
}
