package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.Resource;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.Releases;
import dev.sluice.rollout.Track;
import dev.sluice.state.ClusterState;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EndpointOwnerTest {
    private static final Duration QUIET = Duration.ofMillis(5);
    private static final Duration LATEST = Duration.ofMillis(20);

    private final Timing timing = new Timing();
    private final TestProbe<FleetChanges> published = timing.kit.createTestProbe(FleetChanges.class);
    private final ActorRef<EndpointOwner.Command> owner = timing.spawn(EndpointOwner.create(
            new EndpointSettings(
                    EndpointState.awaiting(Set.of(new WatchKey(ObjectKind.ENDPOINT_SLICE, ""))),
                    new HoldOff(QUIET, LATEST),
                    timing.stages,
                    timing.meters),
            changes -> published.ref().tell(changes)));
    private Releases releases = Releases.none(new ReleaseHistory.Bounds(10, 1000));
    private ClusterState state = ClusterState.awaiting(Set.of());
    private Translation translation = Translation.NONE;

    @AfterEach
    void stop() {
        timing.close();
    }

    @Test
    void routesWaitForTheFirstSyncOfEndpointsAndComeTogetherWithThem() {
        routes("web");
        settle();
        published.expectNoMessage(Duration.ZERO);
        observe(Sample.applied(Sample.slice("web", "10.0.0.1"), 5));
        observe(Sample.synced(ObjectKind.ENDPOINT_SLICE, 6));
        FleetChanges changes = published.receiveMessage();
        assertThat(kinds(change(changes))).contains(ResourceKind.ENDPOINT_SET, ResourceKind.ROUTE);
        assertThat(endpoints(change(changes))).isEqualTo(1);
        assertThat(changes.freshness().consumed())
                .containsEntry(new WatchKey(ObjectKind.ENDPOINT_SLICE, ""), 6L)
                .containsEntry(new WatchKey(ObjectKind.SERVICE, ""), 2L);
    }

    @Test
    void onlyTheLatestOfTheRoutesThatWaitedIsPublishedAndWhole() {
        routes("web");
        routes("shop");
        observe(Sample.synced(ObjectKind.ENDPOINT_SLICE, 6));
        assertThat(change(published.receiveMessage()).upserts().stream()
                        .map(Resource::key)
                        .filter(key -> key.kind() == ResourceKind.UPSTREAM))
                .hasSize(2);
        settle();
        published.expectNoMessage(Duration.ZERO);
    }

    @Test
    void endpointsThatChangeAloneArePublishedAtOnceAndAlone() {
        synced();
        observe(Sample.applied(Sample.slice("web", "10.0.0.1", "10.0.0.2"), 7));
        TableChange change = change(published.receiveMessage());
        assertThat(kinds(change)).containsExactly(ResourceKind.ENDPOINT_SET);
        assertThat(endpoints(change)).isEqualTo(2);
    }

    @Test
    void churnIsCollectedAndCut() {
        synced();
        observe(Sample.applied(Sample.slice("web", "10.0.0.2"), 7));
        published.receiveMessage();
        for (int i = 0; i < 5; i++) {
            observe(Sample.applied(Sample.slice("web", "10.0.1." + i), 8 + i));
            settle();
            published.expectNoMessage(Duration.ZERO);
            timing.pass(Duration.ofMillis(4));
        }
        assertThat(change(published.receiveMessage()).upserts()).hasSize(1);
    }

    @Test
    void routesThatComeMeanwhileTakeAlongTheChurnThatTheirVersionNames() {
        synced();
        observe(Sample.applied(Sample.slice("web", "10.0.0.2"), 7));
        published.receiveMessage();
        observe(Sample.applied(Sample.slice("web", "10.0.0.3", "10.0.0.4"), 8)); // is held off
        routes("shop");
        FleetChanges changes = published.receiveMessage();
        assertThat(changes.freshness().consumed()).containsEntry(new WatchKey(ObjectKind.ENDPOINT_SLICE, ""), 8L);
        assertThat(endpoints(change(changes))).isEqualTo(2);
        settle();
        timing.pass(LATEST);
        settle();
        published.expectNoMessage(Duration.ZERO);
    }

    @Test
    void endpointsThatNobodyAsksForArePublishedToNobody() {
        synced();
        observe(Sample.applied(Sample.slice("other", "10.9.9.9"), 7));
        settle();
        timing.pass(LATEST);
        settle();
        published.expectNoMessage(Duration.ZERO);
    }

    @Test
    void endpointsOfARemovedRouteAreRemovedWithIt() {
        synced();
        state = state.apply(Sample.deleted(Sample.ingress("web", "web.example", "web"), 9))
                .state();
        adopt();
        TableChange change = change(published.receiveMessage());
        assertThat(change.removes().stream().map(ResourceKey::kind))
                .contains(ResourceKind.ENDPOINT_SET, ResourceKind.ROUTE);
    }

    private void synced() {
        routes("web");
        observe(Sample.applied(Sample.slice("web", "10.0.0.1"), 5));
        observe(Sample.synced(ObjectKind.ENDPOINT_SLICE, 6));
        published.receiveMessage();
        settle();
        timing.pass(LATEST);
    }

    private void routes(String service) {
        for (ObjectEvent event : List.of(
                Sample.applied(Sample.ingressClass(), 1),
                Sample.applied(Sample.service(service), 2),
                Sample.applied(Sample.ingress(service, service + ".example", service), 3))) {
            state = state.apply(event).state();
        }
        adopt();
    }

    private void adopt() {
        translation = Translator.translate(Settings.DEFAULT, state, translation.memory(), translation);
        Releases.Next next = releases.translated(
                translation,
                new Releases.Facts(state.freshness(), Instant.EPOCH, object -> Optional.of("")),
                Releases.Sequel.NEXT);
        releases = next.releases();
        owner.tell(new EndpointOwner.Adopt(
                new Tracks(releases.given(), next.changes(), state.freshness(), releases.decision())));
        state = state.settled();
    }

    private void observe(ObjectEvent event) {
        owner.tell(new EndpointOwner.Observe(event, () -> {}));
    }

    private void settle() {
        Timing.settle(owner, ObjectKind.ENDPOINT_SLICE, EndpointOwner.Observe::new);
    }

    private static TableChange change(FleetChanges changes) {
        return changes.changes().getOrDefault(Track.stable(FleetName.DEFAULT), TableChange.NONE);
    }

    private static Set<ResourceKind> kinds(TableChange change) {
        return change.upserts().stream()
                .map(resource -> resource.key().kind())
                .collect(java.util.stream.Collectors.toSet());
    }

    private static int endpoints(TableChange change) {
        return change.upserts().stream()
                .filter(EndpointSet.class::isInstance)
                .mapToInt(resource -> ((EndpointSet) resource).endpoints().size())
                .sum();
    }
}
