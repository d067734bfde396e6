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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for whatever slices there are. */
class EndpointJoinLawsTest {
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

    private static EndpointState state(ObservedSlice... slices) {
        EndpointState state = EndpointState.awaiting(Set.of(SLICES));
        for (ObservedSlice slice : slices) {
            state = state.apply(new ObjectEvent.Applied(SLICES, slice, 1)).state();
        }
        return state;
    }

    @Provide
    Arbitrary<List<ObservedSlice>> slices() {
        Arbitrary<Member> members = Combinators.combine(
                        Arbitraries.of("10.0.0.1", "10.0.0.2", "2001:db8::1", "not an address"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of("", "zone-a", "zone-b"))
                .as((address, r, s, t, zone) -> new Member(List.of(address), r, s, t, zone));
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of(80, 81),
                        members.list().ofMaxSize(4))
                .as((name, port, list) -> slice(name, "web", port, list.toArray(Member[]::new)))
                .list()
                .uniqueElements(ObservedSlice::key)
                .ofMaxSize(3);
    }

    @Property(tries = 300)
    void theOrderInWhichSlicesAppearedDoesNotMatter(@ForAll("slices") List<ObservedSlice> slices) {
        List<ObservedSlice> reversed = new ArrayList<>(slices).reversed();
        EndpointState left = state(slices.toArray(ObservedSlice[]::new));
        EndpointState right = state(reversed.toArray(ObservedSlice[]::new));
        assertThat(EndpointJoin.join(left, WEB)).isEqualTo(EndpointJoin.join(right, WEB));
        assertThat(EndpointJoin.join(left, WEB).endpoints())
                .isSorted()
                .doesNotHaveDuplicates()
                .extracting(Endpoint::state)
                .satisfies(states -> assertThat(Set.copyOf(states)).hasSizeLessThan(2));
    }
}
