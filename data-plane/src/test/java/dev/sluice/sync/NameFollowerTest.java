package dev.sluice.sync;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream.Resolved;
import dev.sluice.sync.SyncSettings.Names.Family;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a resolver that answers when a test says so. */
@Timeout(60)
final class NameFollowerTest {
    private static final UpstreamKey UPSTREAM = new UpstreamKey("web");
    private static final Map<UpstreamKey, Resolved> WANTED = Map.of(UPSTREAM, named("web.example"));

    /** One question that waits for its answer. */
    private record Question(HostName name, CompletableFuture<NameResolver.Answer> reply) {
        void answer(String... addresses) {
            reply.complete(new NameResolver.Answer(
                    Arrays.stream(addresses).map(IpAddress::new).toList(), Duration.ofMillis(1)));
        }

        void fail() {
            reply.completeExceptionally(new UnknownHostException(name.value()));
        }
    }

    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final BlockingQueue<Map<UpstreamKey, List<IpAddress>>> changes = new LinkedBlockingQueue<>();
    private final SyncThread thread = new SyncThread();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void aNewNameIsAskedForAndItsAddressesAreTold() throws Exception {
        follow(follower(Family.ALL, false), WANTED);
        ask().answer("192.0.2.2", "192.0.2.1");
        assertThat(changes.poll(10, SECONDS))
                .isEqualTo(Map.of(UPSTREAM, List.of(new IpAddress("192.0.2.1"), new IpAddress("192.0.2.2"))));
    }

    @Test
    void anExpiredAnswerIsAskedForAgainAndOnlyAChangeIsTold() throws Exception {
        follow(follower(Family.ALL, false), WANTED);
        ask().answer("192.0.2.1");
        assertThat(told()).containsExactly("192.0.2.1");
        ask().answer("192.0.2.1");
        ask().answer("192.0.2.9");
        assertThat(told()).containsExactly("192.0.2.9");
    }

    @Test
    void aFailureKeepsTheLastAddressesAndIsTriedAgain() throws Exception {
        follow(follower(Family.ALL, false), WANTED);
        ask().answer("192.0.2.1");
        told();
        ask().fail();
        ask().answer(); // nothing that could be used is no better
        ask().answer("192.0.2.7");
        assertThat(told()).containsExactly("192.0.2.7");
    }

    @Test
    void addressesOfThisMachineAreNotUsedUnlessAllowed() throws Exception {
        follow(follower(Family.ALL, false), WANTED);
        ask().answer("127.0.0.1", "169.254.169.254", "0.0.0.0", "192.0.2.1");
        assertThat(told()).containsExactly("192.0.2.1");
    }

    @Test
    void whatIsAllowedIsUsed() throws Exception {
        follow(follower(Family.ALL, true), WANTED);
        ask().answer("127.0.0.1");
        assertThat(told()).containsExactly("127.0.0.1");
    }

    @Test
    void theFamilyThatIsPreferredIsUsedWhereThereIsOne() throws Exception {
        String six = IpAddress.parse("2001:db8::1").orElseThrow().text();
        follow(follower(Family.PREFER_IPV4, false), WANTED);
        ask().answer(six, "192.0.2.1");
        assertThat(told()).containsExactly("192.0.2.1");
        ask().answer(six);
        assertThat(told()).containsExactly(six);
    }

    @Test
    void anUpstreamThatComesToAKnownNameIsToldAtOnce() throws Exception {
        NameFollower follower = follower(Family.ALL, false);
        follow(follower, WANTED);
        ask().answer("192.0.2.1");
        told();
        UpstreamKey second = new UpstreamKey("second");
        follow(follower, Map.of(UPSTREAM, named("web.example"), second, named("web.example")));
        assertThat(changes.poll(10, SECONDS)).containsOnlyKeys(second);
    }

    @Test
    void aNameThatNobodyWantsIsAskedForNoMore() throws Exception {
        NameFollower follower = follower(Family.ALL, false);
        follow(follower, WANTED);
        Question pending = ask();
        follow(follower, Map.of());
        pending.answer("192.0.2.1");
        thread.submit(() -> {}).get(10, SECONDS); // the answer has been taken note of by now
        assertThat(changes).isEmpty();
        assertThat(questions).isEmpty();
    }

    @Test
    void namesBeyondTheBoundAreNotAskedFor() throws Exception {
        NameFollower follower = follower(Family.ALL, false);
        follow(
                follower,
                Map.of(
                        new UpstreamKey("a"), named("a.example"),
                        new UpstreamKey("b"), named("b.example"),
                        new UpstreamKey("c"), named("c.example")));
        assertThat(thread.submit(follower::size).get(10, SECONDS)).isEqualTo(2);
        assertThat(questions).hasSize(2);
    }

    private NameFollower follower(Family family, boolean localAnswers) {
        SyncSettings.Names bounds =
                new SyncSettings.Names(Duration.ofMillis(1), Duration.ofMillis(20), 2, family, localAnswers);
        return new NameFollower(new Asked(), thread, bounds, changes::add);
    }

    private void follow(NameFollower follower, Map<UpstreamKey, Resolved> wanted) throws Exception {
        thread.submit(() -> follower.follow(wanted)).get(10, SECONDS);
    }

    private Question ask() throws InterruptedException {
        Question question = questions.poll(10_000, MILLISECONDS);
        assertThat(question).as("a question").isNotNull();
        return question;
    }

    private List<String> told() throws InterruptedException {
        Map<UpstreamKey, List<IpAddress>> change = changes.poll(10, SECONDS);
        assertThat(change).as("a change").isNotNull();
        return change.getOrDefault(UPSTREAM, List.of()).stream()
                .map(IpAddress::text)
                .toList();
    }

    private static Resolved named(String name) {
        return new Resolved(new HostName(name), 80);
    }

    private final class Asked implements NameResolver {
        @Override
        public CompletionStage<Answer> resolve(HostName name) {
            Question question = new Question(name, new CompletableFuture<>());
            questions.add(question);
            return question.reply();
        }

        @Override
        public void close() {}
    }
}
