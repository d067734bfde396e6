package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.api.event.Event;
import dev.sluice.api.event.Feed;
import dev.sluice.api.event.FeedSettings;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /api/v1/events}: changes as they happen. */
final class EventsAnswer {
    private static final ContentType EVENTS = ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM);

    private final ClassicActorSystemProvider system;
    private final FeedSettings settings;
    private final Feed feed;
    private final Runnable begin;
    private final Supplier<String> replica;
    private final String software;

    /** @param begin is called before each stream: events are made only while somebody follows */
    EventsAnswer(
            ClassicActorSystemProvider system, FeedSettings settings, Feed feed, Runnable begin, ApiSources sources) {
        this.system = system;
        this.settings = settings;
        this.feed = feed;
        this.begin = begin;
        this.replica = () -> sources.cluster().get().replica();
        this.software = sources.software();
    }

    private record HelloView(String replica, String software, boolean resumed, long heartbeatMillis) {}

    CompletionStage<HttpResponse> answer(Ask ask) {
        Set<String> topics = topics(ask.query().knowing("topics"));
        String last =
                ask.request().getHeader("Last-Event-ID").map(HttpHeader::value).orElse("");
        begin.run();
        HttpResponse answer = feed.follow(system, topics, last, this::hello)
                .map(events -> Replies.stream(HttpEntities.create(EVENTS, events)))
                .orElseGet(() -> Replies.problem(
                        StatusCodes.TOO_MANY_REQUESTS,
                        settings.streams() + " streams of events are open, the most that may be "
                                + "(api.events.streams); ask again later, or another replica"));
        return CompletableFuture.completedFuture(answer);
    }

    private static Set<String> topics(Query query) {
        Set<String> topics = new TreeSet<>();
        for (String topic : query.text("topics").isEmpty()
                ? new String[0]
                : query.text("topics").split(",", -1)) {
            if (!Topics.NAMES.contains(topic)) {
                throw new InvalidQuery("topics=" + query.text("topics") + ": '" + topic + "': expected some of "
                        + new TreeSet<>(Topics.NAMES) + ", separated by commas");
            }
            topics.add(topic);
        }
        return topics;
    }

    private Event hello(boolean resumed) {
        HelloView view = new HelloView(
                replica.get(), software, resumed, settings.heartbeat().toMillis());
        return new Event("hello", Replies.line(view));
    }
}
