package dev.sluice.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Changes;
import dev.sluice.receipt.book.Planes;
import dev.sluice.receipt.book.Question;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.Placed;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.Translation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When is looked, and what is told. What live means does not matter here. */
final class ReceiptKeeperTest {
    private static final ObjectKey WEB = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration LONG_REST = Duration.ofSeconds(5);
    private static final Map<String, String> ASKS = Map.of("sluice.dev/receipts", "true");

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final LedBySwitch peers = new LedBySwitch();
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> marks = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Changes changes = Changes.begin(Changes.ingress("web", "100", 1, ASKS));
    private volatile List<DataPlaneView> planes = List.of();
    private final ReceiptStage stage = new ReceiptStage(peers.self(), () -> planes);
    private final ActorRef<ReceiptKeeper.Command> keeper = kit.spawn(ReceiptKeeper.create(
            new ReceiptParts(
                    new ReceiptSettings(Duration.ofMillis(10), LATE, 8),
                    Clock.fixed(Planes.NOON, ZoneOffset.UTC),
                    peers,
                    changes::observed,
                    stage,
                    meters),
            new ReceiptKeeper.Outlet() {
                @Override
                public void tell(News one) {
                    news.add(one);
                }

                @Override
                public void mark(Answer live) {
                    marks.add(live);
                }
            }));

    @BeforeEach
    void listFirst() {
        Changes first = Changes.begin();
        first.see(Changes.ingress("web", "100", 1, ASKS));
        keeper.tell(new ReceiptKeeper.Enter(first.state, translate(first)));
        keeper.tell(new ReceiptKeeper.Offer(FleetName.DEFAULT, Planes.version(1000, 1)));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void whatTheFirstListBroughtIsNoNewsButIsAnnotated() throws Exception {
        serve(Planes.current("n1", "default", Planes.version(1000, 1)));
        assertThat(mark().resourceVersion()).isEqualTo("100");
        assertThat(news).isEmpty();
        assertThat(meters.timer("sluice.propagation").count()).isZero();
    }

    @Test
    void whatSettlesAsThisReplicaBeginsToLeadIsMarkedOnce() throws Exception {
        peers.leading(false);
        look();
        peers.leading(true);
        serve(Planes.current("n1", "default", Planes.version(1000, 1)));
        assertThat(mark().generation()).isEqualTo(1);
        assertThat(marks).isEmpty();
    }

    @Test
    void aChangeThatBecomesLiveEverywhereIsToldOnce() throws Exception {
        serve(Planes.current("n1", "default", Planes.version(1000, 1)));
        mark();
        change(2000, 2);
        offer(2000);
        serve(Planes.current("n1", "default", Planes.version(2000, 2)));
        assertThat(next()).isInstanceOf(News.Live.class);
        assertThat(mark().generation()).isEqualTo(2);
        serve(Planes.current("n1", "default", Planes.version(3000, 3)));
        time.timePasses(LATE.multipliedBy(2));
        assertThat(look().live()).isTrue();
        assertThat(news).isEmpty();
        assertThat(marks).isEmpty();
        assertThat(meters.timer("sluice.propagation").count()).isEqualTo(1);
    }

    @Test
    void aChangeThatIsNotLiveForTooLongIsToldWithWhoLagsAndAgainWhenItIsLive() throws Exception {
        change(2000, 2);
        offer(2000);
        serve(Planes.view("n1", "default", Planes.version(1000, 1), Delivery.LAGGING, Optional.of(Planes.NOON)));
        assertThat(look().live()).isFalse();
        assertThat(news).isEmpty();
        time.timePasses(LATE);
        News late = next();
        assertThat(late).isInstanceOf(News.Late.class);
        assertThat(NewsText.message(late))
                .contains("resourceVersion 2000 (generation 2)", "30 s after", "n1 lags: has not answered since");
        serve(Planes.current("n1", "default", Planes.version(2000, 2)));
        assertThat(NewsText.message(next())).contains("is live on 1 of 1 data plane of fleet default");
    }

    @Test
    void aRefusalIsToldAtOnceAndOnceForEachReason() throws Exception {
        String route = route(change(2000, 2));
        offer(2000);
        serve(
                Planes.current("n1", "default", Planes.version(2000, 2), route),
                Planes.current("n2", "default", Planes.version(2000, 2), route));
        News refused = next();
        assertThat(NewsText.reason(refused)).isEqualTo("NotLive");
        assertThat(NewsText.message(refused)).contains("n1 refuses Route " + route + ": no such policy");
        serve(Planes.current("n1", "default", Planes.version(2000, 2), route));
        assertThat(look().live()).isFalse();
        assertThat(news).isEmpty();
    }

    @Test
    void aRefusalThatComesAfterItWasLiveIsToldOnceWhileItLasts() throws Exception {
        String route = route(change(2000, 2));
        offer(2000);
        Placed live = Planes.current("n1", "default", Planes.version(2000, 2));
        Placed refusing = Planes.current("n2", "default", Planes.version(2000, 2), route);
        serve(live);
        assertThat(next()).isInstanceOf(News.Live.class);
        serve(live, refusing);
        assertThat(NewsText.message(next()))
                .contains("resourceVersion 2000 (generation 2) is not live everywhere: n2 refuses Route " + route);
        serve(live, refusing, Planes.current("n3", "default", Planes.version(2000, 2), route));
        assertThat(news).isEmpty();
        serve(live);
        serve(live, refusing);
        assertThat(next()).isInstanceOf(News.Refused.class);
        peers.leading(false);
        serve(live);
        serve(live, refusing);
        assertThat(news).isEmpty();
    }

    private static String route(Translation translation) {
        return translation.contribution(WEB).resources().stream()
                .filter(ResourceKey.RouteKey.class::isInstance)
                .map(ResourceKey::id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoDoesNotLeadTellsNobodyAndAnnotatesWhenItBeginsToLead() throws Exception {
        peers.leading(false);
        change(2000, 2);
        offer(2000);
        serve(Planes.current("n1", "default", Planes.version(2000, 2)));
        assertThat(look().live()).isTrue();
        time.timePasses(LATE.multipliedBy(2));
        look();
        assertThat(news).isEmpty();
        assertThat(marks).isEmpty();
        peers.leading(true);
        time.timePasses(LONG_REST);
        assertThat(mark().generation()).isEqualTo(2);
        assertThat(news).isEmpty();
    }

    @Test
    void whoWaitsIsAnsweredWhenTheTimeIsUpAtTheLatest() throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Question question = new Question(WEB, Optional.empty(), OptionalLong.empty());
        keeper.tell(new ReceiptKeeper.Await(question, Duration.ofSeconds(7), answer));
        look();
        assertThat(answer).isNotDone();
        time.timePasses(Duration.ofSeconds(7));
        assertThat(answer.get(10, TimeUnit.SECONDS).live()).isFalse();
    }

    private Translation change(long version, long generation) {
        ObservedIngress edited = Changes.ingress(
                "web", Long.toString(version), generation, Map.of("sluice.dev/receipts", "true", "sluice.dev/x", "1"));
        changes.see(edited);
        var state = changes.state;
        changes.translate(Planes.NOON);
        keeper.tell(new ReceiptKeeper.Enter(state, changes.translation));
        return changes.translation;
    }

    private void offer(long number) {
        keeper.tell(new ReceiptKeeper.Offer(FleetName.DEFAULT, version(number)));
    }

    private static Version version(long number) {
        return Planes.version(number, (int) (number / 1000));
    }

    private static Translation translate(Changes changes) {
        changes.translate(Planes.NOON);
        return changes.translation;
    }

    /** Until everything before has been worked on; time passes so that no look has to wait. */
    private Answer look() throws Exception {
        time.timePasses(LONG_REST);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        keeper.tell(new ReceiptKeeper.Await(Question.newest(WEB), Duration.ofMillis(1), answer));
        CompletableFuture<Answer> unknown = new CompletableFuture<>();
        Question other = new Question(WEB, Optional.of("another"), OptionalLong.empty());
        keeper.tell(new ReceiptKeeper.Await(other, Duration.ofMillis(1), unknown));
        unknown.get(10, TimeUnit.SECONDS); // cannot change, so it is answered at once
        time.timePasses(Duration.ofMillis(1));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private void serve(Placed... placed) throws Exception {
        planes = List.of(placed).stream().map(Placed::view).toList();
        stage.news();
        look();
    }

    private News next() throws InterruptedException {
        News one = news.poll(10, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return one;
    }

    private Answer mark() throws InterruptedException {
        Answer one = marks.poll(10, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return one;
    }
}
