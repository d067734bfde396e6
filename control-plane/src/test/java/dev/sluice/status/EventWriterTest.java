package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.status.StatusTarget.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventWriterTest {
    private static final Duration REFILL = Duration.ofMillis(200);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final BlockingQueue<EventSeries> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> answers = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ActorRef<EventWriter.Command> writer = kit.spawn(EventWriter.create(
            this::write,
            new EventWriter.Parts(
                    new EventSettings(2, REFILL, 2, 8, Duration.ofSeconds(30)),
                    Clock.systemUTC(),
                    () -> true,
                    task -> Thread.ofVirtual().start(task),
                    meters)));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void theSameNoteRaisesTheCountOfItsEventAndAnotherIsAnotherEvent() throws Exception {
        tell("a");
        EventSeries first = next();
        answer(new Outcome.Written(), 1);
        tell("a");
        EventSeries second = next();
        answer(new Outcome.Written(), 2);
        assertThat(first.count()).isEqualTo(1);
        assertThat(second.count()).isEqualTo(2);
        assertThat(second.name()).isEqualTo(first.name()).startsWith("web.");
        time.timePasses(REFILL);
        tell("b");
        assertThat(next().name()).isNotEqualTo(first.name());
        answers.add(new Outcome.Written());
    }

    @Test
    void noMoreAreWrittenThanTheBucketAllows() throws Exception {
        tell("a");
        tell("b");
        next();
        tell("c");
        answer(new Outcome.Written(), 1);
        next();
        answer(new Outcome.Written(), 2);
        assertThat(begun).isEmpty();
        time.timePasses(REFILL);
        assertThat(next().note().message()).isEqualTo("c");
        answers.add(new Outcome.Written());
    }

    @Test
    void whatDoesNotFitTheQueueIsDroppedAndCounted() throws Exception {
        tell("a");
        next();
        tell("b");
        tell("c");
        tell("d");
        awaitCount("Dropped", 1);
        answers.add(new Outcome.Written());
        assertThat(next().note().message()).isEqualTo("b");
        answers.add(new Outcome.Written());
    }

    @Test
    void oneThatCannotBeWrittenIsNotTriedAgainAndDoesNotHoldUpTheNext() throws Exception {
        tell("a");
        next();
        tell("b");
        answer(new Outcome.Failed("HTTP 403: no"), "Failed", 1);
        assertThat(next().note().message()).isEqualTo("b");
        answer(new Outcome.Written(), 1);
        time.timePasses(REFILL);
        tell("a");
        assertThat(next().count()).isEqualTo(1);
        answers.add(new Outcome.Written());
    }

    @Test
    void whoDoesNotLeadAnyMoreForgetsWhatWaits() throws Exception {
        tell("a");
        next();
        tell("b");
        answer(new Outcome.Withheld(), "Withheld", 1);
        tell("c");
        assertThat(next().note().message()).isEqualTo("c");
        answers.add(new Outcome.Written());
    }

    private void tell(String message) {
        ObjectKey web = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
        writer.tell(new EventWriter.Tell(new EventNote(web, "u1", "7", EventNote.Severity.NORMAL, "Live", message)));
    }

    private void answer(Outcome outcome, int written) {
        answer(outcome, "Written", written);
    }

    private void answer(Outcome outcome, String name, int count) {
        answers.add(outcome);
        awaitCount(name, count);
    }

    private void awaitCount(String outcome, int count) {
        Awaitility.await()
                .until(() -> meters.counter("sluice.receipt.events", "outcome", outcome)
                                .count()
                        == count);
    }

    private EventSeries next() throws InterruptedException {
        EventSeries series = begun.poll(10, TimeUnit.SECONDS);
        assertThat(series).isNotNull();
        return series;
    }

    private Outcome write(EventSeries series, BooleanSupplier leading) {
        begun.add(series);
        try {
            return answers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        }
    }
}
