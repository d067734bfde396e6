package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.publish.Backoff;
import dev.sluice.status.StatusTarget.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MarkWriterTest {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final BlockingQueue<LiveMark> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> answers = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ActorRef<MarkWriter.Command> writer = kit.spawn(MarkWriter.create(
            this::write,
            new MarkWriter.Parts(
                    new MarkSettings(1, PAUSE, REST, Duration.ofSeconds(30), new Backoff(LEAST, LEAST)),
                    () -> true,
                    task -> Thread.ofVirtual().start(task),
                    meters)));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void ofOneObjectOnlyTheLatestIsWrittenAndNotMoreOftenThanIsSet() throws Exception {
        mark("web", 1);
        next();
        mark("web", 2);
        mark("web", 3);
        answer(new Outcome.Written(), "Written", 1);
        time.timePasses(PAUSE);
        assertThat(begun).isEmpty();
        time.timePasses(REST);
        assertThat(next().generation()).isEqualTo(3);
        answer(new Outcome.Written(), "Written", 2);
        time.timePasses(REST.multipliedBy(3));
        assertThat(begun).isEmpty();
    }

    @Test
    void objectsFollowEachOtherWithAPause() throws Exception {
        mark("a", 1);
        mark("b", 1);
        assertThat(next().object().name()).isEqualTo("a");
        answer(new Outcome.Written(), "Written", 1);
        assertThat(begun).isEmpty();
        time.timePasses(PAUSE);
        assertThat(next().object().name()).isEqualTo("b");
        answers.add(new Outcome.Written());
    }

    @Test
    void whatFailsIsTriedAgainLaterUnlessSomethingNewerHasCome() throws Exception {
        mark("web", 1);
        next();
        answer(new Outcome.Failed("HTTP 403: no"), "Failed", 1);
        mark("web", 2);
        time.timePasses(REST);
        assertThat(begun).isEmpty();
        time.timePasses(LEAST.multipliedBy(3));
        assertThat(next().generation()).isEqualTo(2);
        answers.add(new Outcome.Written());
    }

    @Test
    void anObjectThatIsAnotherIsLetGo() throws Exception {
        mark("web", 1);
        next();
        answer(new Outcome.Outdated("it was made anew"), "Outdated", 1);
        time.timePasses(LEAST.multipliedBy(3));
        assertThat(begun).isEmpty();
    }

    @Test
    void whoCeasesToLeadLetsGoOfEverything() throws Exception {
        mark("a", 1);
        next();
        mark("b", 1);
        writer.tell(new MarkWriter.Lead(false));
        answer(new Outcome.Written(), "Written", 1);
        time.timePasses(LEAST.multipliedBy(3));
        assertThat(begun).isEmpty();
    }

    private void mark(String name, long generation) {
        ObjectKey object = ObjectKey.of(ObjectKind.INGRESS, "default", name);
        writer.tell(new MarkWriter.Mark(new LiveMark(object, "u1", generation, "7")));
    }

    /** Returns when the writer has taken note of the answer and set its timers: it counts last. */
    private void answer(Outcome outcome, String name, int count) {
        answers.add(outcome);
        Awaitility.await()
                .until(() -> meters.counter("sluice.receipt.annotations", "outcome", name)
                                .count()
                        == count);
    }

    private LiveMark next() throws InterruptedException {
        LiveMark mark = begun.poll(10, TimeUnit.SECONDS);
        assertThat(mark).isNotNull();
        return mark;
    }

    private Outcome write(LiveMark mark, BooleanSupplier leading) {
        begun.add(mark);
        try {
            return answers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        }
    }
}
