package dev.sluice.resource;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TableDiffTest {
    @Provide
    Arbitrary<RouteTable> tables() {
        return ModelArbitraries.tables();
    }

    @Property
    void whatWasDiffedAndAppliedIsTheNextTable(@ForAll("tables") RouteTable old, @ForAll("tables") RouteTable next) {
        assertThat(old.apply(TableDiff.diff(old, next))).isEqualTo(next);
    }

    @Property
    void aTableDoesNotDifferFromItself(@ForAll("tables") RouteTable table) {
        RouteTable copy = RouteTable.empty(table.fleet()).apply(TableDiff.diff(RouteTable.empty(table.fleet()), table));

        assertThat(TableDiff.diff(table, table)).isSameAs(TableChange.NONE);
        assertThat(TableDiff.diff(table, copy).isEmpty()).isTrue();
    }

    @Property
    void aChangeNamesEachKeyOnceInOrderAndNothingThatIsEqual(
            @ForAll("tables") RouteTable old, @ForAll("tables") RouteTable next) {
        TableChange change = TableDiff.diff(old, next);

        assertThat(change.upserts().stream().map(Resource::key).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(change.removes()).isSorted().doesNotHaveDuplicates();
        assertThat(change.upserts())
                .allSatisfy(resource ->
                        assertThat(old.resources().get(resource.key())).isNotEqualTo(resource));
    }
}
