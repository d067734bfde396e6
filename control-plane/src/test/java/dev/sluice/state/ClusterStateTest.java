package dev.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
    private static final WatchKey MAPS = new WatchKey(ObjectKind.CONFIG_MAP, "");
    private static final ObjectKey KEY = ObjectKey.of(ObjectKind.CONFIG_MAP, "sluice", "edge");
    private static final WatchKey ONE = new WatchKey(ObjectKind.CONFIG_MAP, "sluice/edge");

    private static ObservedConfigMap map(String version, String value) {
        Meta meta = new Meta("uid", version, 1, 0, new TreeMap<>());
        return new ObservedConfigMap(KEY, meta, new TreeMap<>(Map.of("fleets", value)), List.of());
    }

    private static ClusterState after(ClusterState state, ObjectEvent... events) {
        ClusterState next = state;
        for (ObjectEvent event : events) {
            next = next.apply(event).state();
        }
        return next;
    }

    @Test
    void itIsSyncedOnceEveryRequiredWatchHasAnswered() {
        WatchKey services = new WatchKey(ObjectKind.SERVICE, "");
        ClusterState state = ClusterState.awaiting(Set.of(MAPS, services));
        assertThat(state.synced()).isFalse();
        state = after(state, new ObjectEvent.Synced(MAPS, 5));
        assertThat(state.synced()).isFalse();
        state = after(state, new ObjectEvent.Unavailable(services, "403 Forbidden"));
        assertThat(state.synced()).isTrue();
        state = after(state, new ObjectEvent.Disconnected(MAPS, "gone"));
        assertThat(state.synced()).as("what is known stays in force").isTrue();
    }

    @Test
    void aWatchThatWasLostBeforeItsFirstListIsNotSyncedByAnEvent() {
        ClusterState state = after(
                ClusterState.awaiting(Set.of(MAPS)),
                new ObjectEvent.Disconnected(MAPS, "no route"),
                new ObjectEvent.Applied(MAPS, map("1", "a"), 1));
        assertThat(state.synced()).isFalse();
        assertThat(state.watches().state(MAPS)).isEqualTo(WatchState.LISTING);
    }

    @Test
    void aKindThatWasUnavailableMustListBeforeItCountsAgain() {
        ClusterState state = after(
                ClusterState.awaiting(Set.of(MAPS)),
                new ObjectEvent.Unavailable(MAPS, "404"),
                new ObjectEvent.Applied(MAPS, map("1", "a"), 1));
        assertThat(state.synced()).isFalse();
        assertThat(after(state, new ObjectEvent.Synced(MAPS, 2)).synced()).isTrue();
    }

    @Test
    void aChangeOfNumbersAloneDoesNotMatterButIsKept() {
        ClusterState state = after(ClusterState.awaiting(Set.of()), new ObjectEvent.Applied(MAPS, map("1", "a"), 1))
                .settled();
        ClusterState.Next next = state.apply(new ObjectEvent.Applied(MAPS, map("2", "a"), 2));
        assertThat(next.matters()).isFalse();
        assertThat(next.state().configMap(KEY).orElseThrow().meta().resourceVersion())
                .isEqualTo("2");
        assertThat(next.state().freshness().consumed()).containsEntry(MAPS, 2L);
        assertThat(state.apply(new ObjectEvent.Applied(MAPS, map("3", "b"), 3)).matters())
                .isTrue();
    }

    @Test
    void bookmarksAdvanceFreshnessAndMatterToNobody() {
        ClusterState state = after(ClusterState.awaiting(Set.of()), new ObjectEvent.Synced(MAPS, 1))
                .settled();
        ClusterState.Next next = state.apply(new ObjectEvent.Progressed(MAPS, 9));
        assertThat(next.matters()).isFalse();
        assertThat(next.state().freshness().consumed()).containsEntry(MAPS, 9L);
    }

    @Test
    void aWatchThatAnswersIsTouchedAndItsObjectIsReadAlthoughAbsent() {
        ClusterState state = ClusterState.awaiting(Set.of());
        assertThat(state.read(KEY)).isFalse();
        ClusterState.Next next = state.apply(new ObjectEvent.Synced(ONE, 3));
        assertThat(next.matters()).isTrue();
        assertThat(next.state().read(KEY)).isTrue();
        assertThat(next.state().touched().watches()).containsExactly(ONE);
    }

    @Test
    void anEndedWatchTakesItsObjectsItsFaultsAndItsNumberAlong() {
        ClusterState state = after(
                ClusterState.awaiting(Set.of()),
                new ObjectEvent.Applied(ONE, map("1", "a"), 1),
                new ObjectEvent.Synced(ONE, 1),
                new ObjectEvent.SourceFaults(ONE, "f.yaml", List.of(new Flaw("", "", "expected YAML"))));
        ClusterState ended = after(state.settled(), new ObjectEvent.Ended(ONE));
        assertThat(ended.objects()).isEmpty();
        assertThat(ended.faults()).isEmpty();
        assertThat(ended.freshness().consumed()).isEmpty();
        assertThat(ended.read(KEY)).isFalse();
        assertThat(ended.touched().objects()).containsExactly(KEY);
    }

    @Test
    void faultsThatAreTheSameDoNotMatterAndMendedOnesGo() {
        ObjectEvent faulty = new ObjectEvent.SourceFaults(MAPS, "f.yaml", List.of(new Flaw("", "", "expected YAML")));
        ClusterState state = after(ClusterState.awaiting(Set.of()), faulty).settled();
        assertThat(state.apply(faulty).matters()).isFalse();
        ClusterState.Next mended = state.apply(new ObjectEvent.SourceFaults(MAPS, "f.yaml", List.of()));
        assertThat(mended.matters()).isTrue();
        assertThat(mended.state().faults()).isEmpty();
    }

    @Test
    void aSettledStateHasTheSameContentAndNothingTouched() {
        ClusterState state = after(ClusterState.awaiting(Set.of()), new ObjectEvent.Applied(MAPS, map("1", "a"), 1));
        assertThat(state.touched().isEmpty()).isFalse();
        assertThat(state.settled().touched().isEmpty()).isTrue();
        assertThat(state.settled().objects()).isSameAs(state.objects());
    }
}
