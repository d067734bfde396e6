package dev.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When it looks, what it writes and what it says, by a clock that the test moves. Calls are answered at once. */
final class ClaimKeeperTest {
    private static final ClaimId OURS = new ClaimId("a", "sluice");
    private static final ClaimId THEIRS = new ClaimId("b", "sluice");
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final Claim CLAIM = Claims.of("sluice.dev/one");

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean leading = new AtomicBoolean(true);
    private final AtomicInteger theirRenewals = new AtomicInteger();
    private final AtomicBoolean theyRun = new AtomicBoolean(true);
    private final ClaimStage stage = new ClaimStage();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Store store = new Store();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ClaimKeeper.class);

    @BeforeEach
    void hear() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Keeps our claim, and theirs as long as they run. */
    private final class Store implements ClaimTarget {
        private final List<String> written = new ArrayList<>();
        private String trouble = "";
        private String writeTrouble = "";

        @Override
        public synchronized List<Seen> list() throws IOException {
            if (!trouble.isEmpty()) {
                throw new IOException(trouble);
            }
            List<Seen> all = new ArrayList<>();
            if (!written.isEmpty()) {
                all.add(seen(OURS, "2026-02-01T00:00:00Z", "m" + written.size()));
            }
            int mark = theyRun.get() ? theirRenewals.incrementAndGet() : theirRenewals.get();
            all.add(seen(THEIRS, "2026-01-01T00:00:00Z", "m" + mark));
            return all;
        }

        @Override
        public synchronized void renew(ClaimId id, Claim claim, String holder, Duration ttl) throws IOException {
            if (!writeTrouble.isEmpty()) {
                throw new IOException(writeTrouble);
            }
            written.add(id + " by " + holder);
        }

        synchronized void away(String reason) {
            trouble = reason;
        }

        synchronized void refuseWrites(String reason) {
            writeTrouble = reason;
        }

        synchronized int writes() {
            return written.size();
        }
    }

    private static Seen seen(ClaimId id, String made, String mark) {
        return new Seen(id, CLAIM, "pod-1", made, mark, Duration.ofSeconds(60));
    }

    private void start() {
        kit.spawn(ClaimKeeper.create(
                store,
                new ClaimKeeper.Parts(
                        new ClaimSettings(OURS, LOOK, Duration.ofSeconds(60), Duration.ofSeconds(5)),
                        () -> CLAIM,
                        "pod-0",
                        leading::get,
                        nanos::get,
                        Runnable::run,
                        stage,
                        meters)));
        awaitLooks(1);
    }

    private void looks(int more) {
        double before = looked();
        for (int each = 1; each <= more; each++) {
            nanos.addAndGet(LOOK.toNanos());
            time.timePasses(LOOK);
            awaitLooks((int) before + each);
        }
    }

    private double looked() {
        return meters.find("sluice.claims.looks").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void awaitLooks(int count) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> looked() == count);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void a_rival_is_named_once_and_no_longer_when_it_is_gone() {
        start();
        assertThat(stage.problems()).isEmpty();
        looks(4);
        assertThat(said()).filteredOn(line -> line.contains("claims it too")).hasSize(1);
        assertThat(stage.problems()).extracting(problem -> problem.reason()).containsExactly("ClassClaimedTwice");
        assertThat(stage.rivals()).isEqualTo(1);
        assertThat(stage.leaves(Claim.Ground.CONTROLLER_CLASS, "shop")).isTrue();
        theyRun.set(false);
        looks(5);
        assertThat(said().getLast()).contains("b/sluice does not claim the same any more");
        assertThat(stage.problems()).isEmpty();
        assertThat(stage.leaves(Claim.Ground.CONTROLLER_CLASS, "shop")).isFalse();
    }

    @Test
    void only_the_leader_writes_and_everybody_looks() {
        leading.set(false);
        start();
        looks(2);
        assertThat(store.writes()).isZero();
        assertThat(stage.rivals()).isEqualTo(1);
        leading.set(true);
        looks(2);
        assertThat(store.writes()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_seen_is_said_and_takes_nothing_back() {
        start();
        looks(1);
        store.away("HTTP 403: forbidden");
        looks(8);
        assertThat(stage.problems())
                .extracting(problem -> problem.reason())
                .containsExactly("ClassClaimedTwice", "ClaimsUnknown");
        assertThat(stage.problems().getLast().message()).contains("HTTP 403").contains("serving goes on");
        store.away("");
        looks(1);
        assertThat(stage.problems()).hasSize(1);
    }

    @Test
    void who_cannot_write_sees_all_the_same() {
        store.refuseWrites("HTTP 403: forbidden");
        start();
        looks(1);
        assertThat(stage.problems())
                .extracting(problem -> problem.reason())
                .containsExactly("ClassClaimedTwice", "ClaimsUnknown");
        assertThat(stage.problems().getLast().message()).contains("cannot write the claim a/sluice");
    }

    @Test
    void followers_hear_of_news_alone() {
        AtomicInteger heard = new AtomicInteger();
        stage.listen(heard::incrementAndGet);
        start();
        looks(1);
        assertThat(heard).hasValue(1);
    }
}
