package dev.sluice.status;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.publish.Backoff;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.status.StatusTarget.Outcome;
import dev.sluice.translate.StatusIntent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StatusWriterTest {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final BlockingQueue<StatusWrite> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> answers = new LinkedBlockingQueue<>();
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final StatusStage stage = new StatusStage();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ActorRef<StatusWriter.Command> writer = kit.spawn(StatusWriter.create(
            this::write,
            new StatusParts(
                    new StatusSettings(2, PAUSE, Duration.ofSeconds(30), 3, new Backoff(LEAST, Duration.ofMinutes(1))),
                    leading::get,
                    object -> left.contains(object.name()),
                    task -> Thread.ofVirtual().start(task),
                    stage,
                    meters)));

    @BeforeEach
    void lead() {
        writer.tell(new StatusWriter.Lead(true));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void onlyAFewAreWrittenAtOnceAndTheRestAfterwards() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a", "b", "c")));
        assertThat(List.of(name(next()), name(next()))).containsExactlyInAnyOrder("a", "b");
        assertThat(begun).isEmpty();
        answers.add(new Outcome.Written());
        assertThat(name(next())).isEqualTo("c");
        answers.add(new Outcome.Written());
        answers.add(new Outcome.Written());
    }

    @Test
    void whileOneIsWrittenOnlyTheLatestOfItFollows() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        next();
        writer.tell(new StatusWriter.Write(writes("2.2.2.2", "a")));
        writer.tell(new StatusWriter.Write(writes("3.3.3.3", "a", "b")));
        assertThat(name(next())).isEqualTo("b");
        answers.add(new Outcome.Written());
        answers.add(new Outcome.Written());
        assertThat(next().intent().addresses()).containsExactly(address("3.3.3.3"));
        answers.add(new Outcome.Written());
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainUntilTheObjectIsAnother() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        next();
        answers.add(new Outcome.Written());
        awaitOutcome("Written", 1);
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a", "b")));
        assertThat(name(next())).isEqualTo("b");
        SortedMap<ObjectKey, StatusWrite> another = writes("1.1.1.1", "a");
        another.replaceAll((key, write) -> new StatusWrite(write.intent(), "2", write.generation(), ""));
        writer.tell(new StatusWriter.Write(another));
        assertThat(next().resourceVersion()).isEqualTo("2");
        answers.add(new Outcome.Written());
        answers.add(new Outcome.Written());
    }

    @Test
    void whatFailsIsAProblemAndIsTriedAgainLater() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        next();
        answers.add(new Outcome.Failed("403 Forbidden"));
        Awaitility.await().until(() -> !stage.problems().isEmpty());
        assertThat(stage.problems().getFirst().message()).contains("403 Forbidden");
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a", "b")));
        assertThat(name(next())).isEqualTo("b");
        time.timePasses(LEAST);
        assertThat(name(next())).isEqualTo("a");
        answers.add(new Outcome.Written());
        answers.add(new Outcome.Written());
        Awaitility.await().until(() -> stage.problems().isEmpty());
    }

    @Test
    void whatIsLeftToAnotherControlPlaneIsWrittenWhenThatOneIsGone() {
        left.add("a");
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a", "b")));
        assertThat(name(next())).isEqualTo("b");
        answers.add(new Outcome.Written());
        awaitOutcome("Written", 1);
        assertThat(begun).isEmpty();
        left.clear();
        writer.tell(new StatusWriter.Consider());
        assertThat(name(next())).isEqualTo("a");
        answers.add(new Outcome.Written());
    }

    @Test
    void whatIsNoLongerWantedIsNotTriedAgain() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        next();
        answers.add(new Outcome.Failed("timeout"));
        Awaitility.await().until(() -> !stage.problems().isEmpty());
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "b")));
        assertThat(name(next())).isEqualTo("b");
        assertThat(stage.problems()).isEmpty();
        time.timePasses(Duration.ofMinutes(5));
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "b", "c")));
        assertThat(name(next())).isEqualTo("c");
        answers.add(new Outcome.Written());
        answers.add(new Outcome.Written());
    }

    @Test
    void whoDoesNotLeadWritesNothingAndBeginsWithEverythingOnceItDoes() {
        cede();
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        writer.tell(new StatusWriter.Write(writes("2.2.2.2", "a", "b")));
        leading.set(true);
        writer.tell(new StatusWriter.Lead(true));
        assertThat(List.of(name(next()), name(next()))).containsExactlyInAnyOrder("a", "b");
        answers.add(new Outcome.Written());
        answers.add(new Outcome.Written());
    }

    @Test
    void whatTheLeaderBeforeHasWrittenIsLookedAtAgain() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        next();
        answers.add(new Outcome.Written());
        awaitOutcome("Written", 1);
        cede();
        leading.set(true);
        writer.tell(new StatusWriter.Lead(true));
        assertThat(name(next())).isEqualTo("a");
        answers.add(new Outcome.Written());
    }

    @Test
    void aWriteIsWithheldWhenTheFenceFallsBeforeAnybodySaysSo() {
        leading.set(false);
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        awaitOutcome("Withheld", 1);
        assertThat(begun).isEmpty();
        assertThat(stage.problems()).isEmpty();
        leading.set(true);
        time.timePasses(LEAST);
        assertThat(name(next())).isEqualTo("a");
        answers.add(new Outcome.Written());
    }

    @Test
    void whatFailedIsNotTriedAgainByOneThatHasCeasedToLead() {
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "a")));
        next();
        answers.add(new Outcome.Failed("timeout"));
        Awaitility.await().until(() -> !stage.problems().isEmpty());
        cede();
        Awaitility.await().until(() -> stage.problems().isEmpty());
        time.timePasses(Duration.ofMinutes(5));
        leading.set(true);
        writer.tell(new StatusWriter.Write(writes("1.1.1.1", "b")));
        writer.tell(new StatusWriter.Lead(true));
        assertThat(name(next())).isEqualTo("b");
        answers.add(new Outcome.Written());
    }

    private void cede() {
        leading.set(false);
        writer.tell(new StatusWriter.Lead(false));
    }

    private void awaitOutcome(String outcome, int count) {
        Awaitility.await()
                .until(() -> meters.counter("sluice.status.writes", "outcome", outcome)
                                .count()
                        == count);
    }

    /** The next write that is begun, while pauses pass. */
    private StatusWrite next() {
        return Awaitility.await()
                .until(
                        () -> {
                            time.timePasses(PAUSE);
                            return Optional.ofNullable(begun.poll(20, TimeUnit.MILLISECONDS));
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private SortedMap<ObjectKey, StatusWrite> writes(String ip, String... names) {
        SortedMap<ObjectKey, StatusWrite> writes = new TreeMap<>();
        for (String name : names) {
            ObjectKey key = ObjectKey.of(ObjectKind.INGRESS, "default", name);
            writes.put(key, new StatusWrite(new StatusIntent(key, "uid-" + name, List.of(address(ip))), "1", 1, ""));
        }
        return writes;
    }

    private Outcome write(StatusWrite write, BooleanSupplier permitted) {
        assertThat(permitted.getAsBoolean()).isTrue();
        begun.add(write);
        try {
            Outcome outcome = answers.poll(10, TimeUnit.SECONDS);
            return outcome == null ? new Outcome.Failed("the test says nothing") : outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        }
    }

    private static LoadBalancerAddress address(String ip) {
        return new LoadBalancerAddress(ip, "");
    }

    private static String name(StatusWrite write) {
        return write.intent().object().name();
    }
}
