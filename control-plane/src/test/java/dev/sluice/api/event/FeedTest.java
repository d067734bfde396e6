package dev.sluice.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FeedTest {
    private static final FeedSettings SETTINGS = new FeedSettings(
            2, Duration.ofMillis(10), Duration.ofMillis(10), 4, 3, Duration.ofSeconds(15), Duration.ofMinutes(15));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ActorTestKit kit;

    @BeforeAll
    void start() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    private Feed feed() {
        return new Feed(SETTINGS, "cp-0.1", meters);
    }

    private static Event hello(boolean resumed) {
        return new Event("hello", "{\"resumed\":" + resumed + "}");
    }

    private Source<ByteString, NotUsed> follow(Feed feed, String lastId, String... topics) {
        return feed.follow(kit.system(), Set.of(topics), lastId, FeedTest::hello)
                .orElseThrow();
    }

    private SinkQueueWithCancel<ByteString> read(Source<ByteString, NotUsed> source) {
        return source.runWith(Sink.<ByteString>queue(1), kit.system());
    }

    private static String next(SinkQueueWithCancel<ByteString> queue) throws Exception {
        return queue.pull()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .map(ByteString::utf8String)
                .orElse("");
    }

    private static List<Event> some(String topic, int... numbers) {
        List<Event> events = new ArrayList<>();
        IntStream.of(numbers).forEach(number -> events.add(new Event(topic, String.valueOf(number))));
        return events;
    }

    @Test
    void whoeverFollowsIsGreetedAndToldWhatHappensThen() throws Exception {
        Feed feed = feed();
        feed.tell(some("a", 1));
        SinkQueueWithCancel<ByteString> queue = read(follow(feed, ""));
        assertThat(next(queue)).isEqualTo("id: cp-0.1.1\nevent: hello\ndata: {\"resumed\":false}\n\n");
        feed.tell(some("a", 2, 3));
        assertThat(next(queue)).isEqualTo("id: cp-0.1.2\nevent: a\ndata: 2\n\nid: cp-0.1.3\nevent: a\ndata: 3\n\n");
        feed.beat();
        assertThat(next(queue)).startsWith(":");
        queue.cancel();
    }

    @Test
    void whoeverComesAgainGoesOnBehindTheLastThatHeRead() throws Exception {
        Feed feed = feed();
        feed.tell(some("a", 1, 2, 3));
        SinkQueueWithCancel<ByteString> queue = read(follow(feed, "cp-0.1.2"));
        assertThat(next(queue))
                .isEqualTo("event: hello\ndata: {\"resumed\":true}\n\nid: cp-0.1.3\nevent: a\ndata: 3\n\n");
        queue.cancel();
    }

    @Test
    void whatIsForgottenOrOfAnotherRunIsNotGoneOnFrom() throws Exception {
        Feed feed = feed();
        feed.tell(some("a", 1, 2, 3, 4, 5));
        for (String id :
                List.of("cp-0.1.1", "cp-0.1.6", "cp-1.1.4", "cp-0.1.x", "cp-0.1.", "cp-0.1.99999999999999999999")) {
            SinkQueueWithCancel<ByteString> queue = read(follow(feed, id));
            assertThat(next(queue)).as(id).contains("\"resumed\":false");
            queue.cancel();
            Awaitility.await().until(() -> feed.size() == 0);
        }
        SinkQueueWithCancel<ByteString> queue = read(follow(feed, "cp-0.1.2"));
        assertThat(next(queue)).contains("\"resumed\":true", "data: 3", "data: 4", "data: 5");
        queue.cancel();
    }

    @Test
    void onlyTheTopicsThatWereAskedForAreTold() throws Exception {
        Feed feed = feed();
        SinkQueueWithCancel<ByteString> queue = read(follow(feed, "", "b"));
        assertThat(next(queue)).contains("hello");
        feed.tell(some("a", 1));
        List<Event> both = some("a", 2);
        both.addAll(some("b", 3));
        feed.tell(both);
        assertThat(next(queue)).contains("data: 3").doesNotContain("data: 2");
        queue.cancel();
    }

    @Test
    void whoeverDoesNotReadLosesWhatDoesNotFitAndIsToldSo() throws Exception {
        Feed feed = feed();
        Source<ByteString, NotUsed> unread = follow(feed, "");
        for (int i = 1; i <= 100; i++) {
            feed.tell(some("a", i));
        }
        double lost = meters.get("sluice.api.events.dropped").counter().count();
        assertThat(lost).isBetween(90.0, 100.0);
        SinkQueueWithCancel<ByteString> queue = read(unread);
        StringBuilder read = new StringBuilder(next(queue));
        Awaitility.await().until(() -> {
            feed.tell(some("a", 101));
            read.append(next(queue));
            return read.indexOf("event: reset") >= 0 && read.indexOf("data: 101") >= 0;
        });
        assertThat(read).contains("\"dropped\":");
        queue.cancel();
    }

    @Test
    void asManyFollowAsMayAndAPlaceIsFreeWhenOneGoes() throws Exception {
        Feed feed = feed();
        SinkQueueWithCancel<ByteString> one = read(follow(feed, ""));
        SinkQueueWithCancel<ByteString> two = read(follow(feed, ""));
        assertThat(feed.follow(kit.system(), Set.of(), "", FeedTest::hello)).isEmpty();
        one.cancel();
        Awaitility.await().until(() -> feed.size() == 1);
        SinkQueueWithCancel<ByteString> three = read(follow(feed, ""));
        assertThat(next(three)).contains("hello");
        two.cancel();
        three.cancel();
    }

    @Test
    void whatIsClosedEndsItsStreams() throws Exception {
        Feed feed = feed();
        SinkQueueWithCancel<ByteString> queue = read(follow(feed, ""));
        assertThat(next(queue)).contains("hello");
        feed.close();
        assertThat(queue.pull().toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(Optional.empty());
        assertThat(feed.follow(kit.system(), Set.of(), "", FeedTest::hello)).isEmpty();
    }
}
