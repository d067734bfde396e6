package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.RouteTable;
import dev.sluice.rollout.Releases.Sequel;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.wire.WireCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever changes and is decided, in whatever order: who follows the changes has what he should have. */
final class ReleasesLawsTest {
    private final Story story = new Story(new ReleaseHistory.Bounds(5, 10_000));
    private final SortedMap<Track, RouteTable> tables = new TreeMap<>();
    private final SortedMap<Track, SortedMap<EndpointSetKey, EndpointDemand>> demands = new TreeMap<>();

    @Property(tries = 300)
    void changesLeadToWhatIsGivenAndIdsAreSums(
            @ForAll @Size(min = 1, max = 25) List<@IntRange(max = 79) Integer> steps) {
        apply(story.release(Sequel.LATER));
        for (int step : steps) {
            step(step / 10, step % 10);
            assertWhatIsGiven();
        }
    }

    private void step(int action, int which) {
        switch (action) {
            case 0, 1, 2 -> apply(story.ingress("web" + which % 4, "s" + which).release());
            case 3 -> apply(story.without("web" + which % 4).release(which % 2 == 0 ? Sequel.NEXT : Sequel.LATER));
            case 4 -> apply(story.hold(remembered(which)));
            case 5 -> apply(story.follow());
            case 6 -> apply(story.stage(remembered(which), Optional.of(story.newest()), "n1"));
            default -> apply(story.stage(story.newest(), Optional.empty(), ""));
        }
    }

    private Release remembered(int which) {
        List<ReleaseHistory.Entry> entries = story.fleet().history().entries();
        return entries.get(which % entries.size()).release();
    }

    private void apply(Releases.Next next) {
        tables.keySet().retainAll(next.releases().given().keySet());
        demands.keySet().retainAll(next.releases().given().keySet());
        next.changes().forEach((track, change) -> {
            RouteTable before = tables.getOrDefault(track, RouteTable.empty(track.fleet()));
            tables.put(track, before.apply(change.table()));
            SortedMap<EndpointSetKey, EndpointDemand> asked = demands.computeIfAbsent(track, any -> new TreeMap<>());
            change.demands().removed().forEach(asked::remove);
            change.demands().added().forEach(demand -> asked.put(demand.key(), demand));
        });
    }

    private void assertWhatIsGiven() {
        Map<Track, Given> given = story.releases.given();
        assertThat(story.releases.missing()).isEmpty();
        assertThat(given.keySet()).isEqualTo(tables.keySet());
        given.forEach((track, now) -> {
            assertThat(now.table()).isEqualTo(tables.get(track));
            assertThat(now.release().demands()).isEqualTo(demands.get(track));
            assertThat(now.release().id()).isEqualTo(sum(now.release()));
            assertThat(now.numbers()).isEqualTo(story.releases.decision().numbers());
            if (now.following()) {
                assertThat(now.table()).isEqualTo(story.translation.table(track.fleet()));
            }
        });
    }

    private static Digest sum(Release release) {
        Digest sum = Digest.EMPTY;
        for (var resource : release.routes().values()) {
            sum = sum.plus(WireCodec.encode(resource).hash());
        }
        return sum;
    }
}
