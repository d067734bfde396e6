package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.Endpoint;
import dev.sluice.state.EndpointState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedSlice;
import dev.sluice.state.ObservedSlice.Member;
import dev.sluice.state.ObservedSlice.Port;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointJoinTest {
    private static final WatchKey SLICES = new WatchKey(ObjectKind.ENDPOINT_SLICE, "");
    private static final EndpointDemand WEB = EndpointDemand.of("shop", "web", "http");

    private static ObservedSlice slice(String name, String service, int port, Member... members) {
        return new ObservedSlice(
                ObjectKey.of(ObjectKind.ENDPOINT_SLICE, "shop", name),
                Given.meta("slice-" + name, 0, Map.of()),
                service,
                List.of(new Port("http", port, "TCP")),
                List.of(members),
                List.of());
    }

    private static Member ready(String address) {
        return new Member(List.of(address), true, true, false, "");
    }

    private static ObjectKey service(String name) {
        return ObjectKey.of(ObjectKind.SERVICE, "shop", name);
    }

    private static EndpointState state(ObservedSlice... slices) {
        EndpointState state = EndpointState.awaiting(Set.of(SLICES));
        for (ObservedSlice slice : slices) {
            state = state.apply(new ObjectEvent.Applied(SLICES, slice, 1)).state();
        }
        return state;
    }

    private static List<String> joined(EndpointState state) {
        return EndpointJoin.join(state, WEB).endpoints().stream()
                .map(Endpoint::authority)
                .toList();
    }

    @Test
    void moreThanAHundredEndpointsInSeveralSlicesAreOneSortedSet() {
        Member[] first = members(0, 100);
        Member[] second = members(50, 180);
        EndpointState state = state(slice("b", "web", 8080, second), slice("a", "web", 8080, first));
        assertThat(joined(state)).hasSize(180).doesNotHaveDuplicates();
        assertThat(EndpointJoin.join(state, WEB).endpoints()).isSorted();
    }

    private static Member[] members(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> ready("10.0.0." + i)).toArray(Member[]::new);
    }

    @Test
    void onlyTheFirstOfAlternativeAddressesIsUsed() {
        Member two = new Member(List.of("10.0.0.1", "10.0.0.2"), true, true, false, "");
        assertThat(joined(state(slice("a", "web", 80, two)))).containsExactly("10.0.0.1:80");
    }

    @Test
    void aSliceThatMovesTouchesBothServices() {
        EndpointState state = state(slice("a", "web", 80, ready("10.0.0.1")));
        EndpointState.Next next =
                state.apply(new ObjectEvent.Applied(SLICES, slice("a", "api", 80, ready("10.0.0.1")), 2));
        assertThat(next.services()).containsExactly(service("api"), service("web"));
        assertThat(joined(next.state())).isEmpty();
    }

    @Test
    void whatIsEqualTouchesNothingAndWhatIsDeletedItsOwnServiceOnly() {
        ObservedSlice slice = slice("a", "web", 80, ready("10.0.0.1"));
        EndpointState state = state(slice, slice("b", "api", 80, ready("10.0.0.2")));
        assertThat(state.apply(new ObjectEvent.Applied(SLICES, slice, 2)).services())
                .isEmpty();
        EndpointState.Next gone = state.apply(new ObjectEvent.Deleted(SLICES, slice.key(), 3));
        assertThat(gone.services()).containsExactly(service("web"));
        assertThat(gone.state().slices()).hasSize(1);
    }

    @Test
    void problemsOfASliceGoWithIt() {
        ObservedSlice named = slice("a", "web", 80, ready("pod.example.com"));
        EndpointState state = state(named);
        assertThat(state.problems()).hasSize(1);
        assertThat(state.apply(new ObjectEvent.Deleted(SLICES, named.key(), 2))
                        .state()
                        .problems())
                .isEmpty();
    }

    @Test
    void aWatchThatIsLostIsAProblemUntilItSpeaksAgain() {
        EndpointState state = EndpointState.awaiting(Set.of(SLICES));
        state = state.apply(new ObjectEvent.Synced(SLICES, 1)).state();
        state = state.apply(new ObjectEvent.Disconnected(SLICES, "gone")).state();
        assertThat(state.synced()).isTrue();
        assertThat(state.problems()).extracting(problem -> problem.reason()).containsExactly("WatchDisconnected");
        assertThat(state.apply(new ObjectEvent.Progressed(SLICES, 2)).state().problems())
                .isEmpty();
    }
}
