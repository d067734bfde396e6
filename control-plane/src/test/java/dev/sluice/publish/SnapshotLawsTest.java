package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.TableChange;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.v1.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whoever has any earlier version, or none, has the newest table after applying what he is given. */
final class SnapshotLawsTest {
    private static final int MAX_BYTES = 200; // so that there are many parts
    private static final StreamSettings SETTINGS = new StreamSettings(
            MAX_BYTES,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            new Backoff(Duration.ofMillis(1), Duration.ofSeconds(1)),
            5,
            50,
            1);

    @Property(tries = 200)
    void everyWayLeadsToTheSameTable(
            @ForAll @Size(min = 1, max = 12) List<@Size(max = 6) List<@IntRange(max = 40) Integer>> steps)
            throws UndecodableException {
        List<Snapshot> snapshots = new ArrayList<>();
        snapshots.add(Snapshot.nothing(FleetName.DEFAULT, new Epoch("test", 1), SETTINGS));
        for (List<Integer> step : steps) {
            snapshots.add(next(snapshots.getLast(), step));
        }
        Snapshot newest = snapshots.getLast();
        for (Snapshot earlier : snapshots) {
            Optional<Outgoing> difference = newest.since(earlier.version(), MAX_BYTES);
            if (difference.isPresent()) {
                assertLeads(earlier.table(), Optional.of(earlier.version()), difference.get(), newest);
                assertThat(newest.since(earlier.version(), MAX_BYTES).orElseThrow())
                        .isSameAs(difference.get());
            }
        }
        assertLeads(EncodedTable.EMPTY, Optional.empty(), newest.whole(MAX_BYTES), newest);
    }

    private static void assertLeads(EncodedTable from, Optional<Version> base, Outgoing outgoing, Snapshot to)
            throws UndecodableException {
        UpdateAssembler assembler = new UpdateAssembler(UpdateAssembler.Bounds.DEFAULT);
        Optional<AssembledUpdate> whole = Optional.empty();
        for (Update part : outgoing.parts()) {
            assertThat(whole).isEmpty();
            whole = assembler.add(part);
        }
        assertThat(whole).isPresent();
        assertThat(whole.get().from()).isEqualTo(base);
        assertThat(whole.get().applyTo(from)).isEqualTo(to.table());
        assertThat(to.table().digest()).isEqualTo(to.version().digest());
    }

    /** Each number is a set and what becomes of it: every fourth removes it. */
    private static Snapshot next(Snapshot before, List<Integer> step) {
        SortedMap<ResourceKey, Resource> upserts = new TreeMap<>();
        SortedMap<ResourceKey, ResourceKey> removes = new TreeMap<>();
        for (int number : step) {
            EndpointSetKey key = new EndpointSetKey("default/s" + number / 8 + ":http");
            if (number % 4 == 0) {
                upserts.remove(key);
                removes.put(key, key);
            } else {
                removes.remove(key);
                upserts.put(key, new EndpointSet(key, List.of(endpoint(number))));
            }
        }
        TableChange change = new TableChange(List.copyOf(upserts.values()), List.copyOf(removes.values()));
        RouteTable target = before.resources().apply(change);
        Snapshot next = before.next(Targets.of(before, change), change, 0);
        assertThat(before.next(Targets.of(before, change), before.changeTo(target), 0)
                        .table())
                .isEqualTo(next.table());
        return next;
    }

    private static Endpoint endpoint(int number) {
        return new Endpoint(IpAddress.parse("10.0.0." + number % 8).orElseThrow(), 80, "", Endpoint.State.READY);
    }
}
