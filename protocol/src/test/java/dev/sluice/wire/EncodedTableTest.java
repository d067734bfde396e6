package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.resource.ModelArbitraries;
import dev.sluice.resource.RouteTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EncodedTableTest {
    @Provide
    Arbitrary<RouteTable> tables() {
        return ModelArbitraries.tables();
    }

    @Property
    void aDigestKeptOverChangesIsTheDigestFromScratch(
            @ForAll("tables") RouteTable first, @ForAll("tables") RouteTable second) {
        EncodedTable old = encoded(first);
        EncodedTable next = encoded(second);
        EncodedChange change = old.changeTo(next);

        EncodedTable kept = old.apply(change.upserts(), change.removes());

        assertThat(kept).isEqualTo(next);
        assertThat(kept.digest()).isEqualTo(sum(next));
    }

    @Property
    void aDigestDoesNotDependOnTheOrderOfChanges(@ForAll("tables") RouteTable table, @ForAll long seed) {
        List<EncodedResource> shuffled = new ArrayList<>(encoded(table).values());
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(EncodedTable.EMPTY.apply(shuffled, List.of()).digest())
                .isEqualTo(encoded(table).digest());
    }

    @Property
    void removingWhatIsNotThereChangesNothing(@ForAll("tables") RouteTable table) {
        EncodedTable encoded = encoded(table);
        EncodedTable emptied = encoded.apply(List.of(), table.resources().keySet());

        assertThat(emptied).isEqualTo(EncodedTable.EMPTY);
        assertThat(emptied.apply(List.of(), table.resources().keySet()).digest())
                .isEqualTo(Digest.EMPTY);
    }

    @Property
    void tablesWithEqualContentHaveNoChange(@ForAll("tables") RouteTable table) {
        assertThat(encoded(table).changeTo(encoded(table)).isEmpty()).isTrue();
    }

    static EncodedTable encoded(RouteTable table) {
        return EncodedTable.EMPTY.apply(
                table.values().stream().map(WireCodec::encode).toList(), List.of());
    }

    private static Digest sum(EncodedTable table) {
        return table.values().stream()
                .map(resource -> WireCodec.hash(resource.key(), resource.content()))
                .reduce(Digest.EMPTY, Digest::plus);
    }
}
