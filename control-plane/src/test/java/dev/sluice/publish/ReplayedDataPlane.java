package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Version;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.v1.Update;
import java.util.Optional;

/** What a data plane does with what it is given, up to the encoded table: it believes nothing but its own digest. */
final class ReplayedDataPlane {
    private final int maxBytes;
    private EncodedTable table = EncodedTable.EMPTY;
    private Optional<Version> serving = Optional.empty();

    ReplayedDataPlane(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Is given the snapshot, as a difference where there is one, over the parts in which it travels. */
    void take(Snapshot snapshot) throws UndecodableException {
        if (serving.filter(snapshot.version()::equals).isPresent()) {
            return;
        }
        Outgoing outgoing =
                serving.flatMap(base -> snapshot.since(base, maxBytes)).orElseGet(() -> snapshot.whole(maxBytes));
        UpdateAssembler assembler = new UpdateAssembler(UpdateAssembler.Bounds.DEFAULT);
        Optional<AssembledUpdate> update = Optional.empty();
        for (Update part : outgoing.parts()) {
            assertThat(update).isEmpty();
            update = assembler.add(part);
        }
        apply(update.orElseThrow());
    }

    private void apply(AssembledUpdate update) {
        serving.ifPresent(before -> {
            assertThat(update.from().orElse(before)).isEqualTo(before);
            assertThat(update.to().freshness().lowerThan(before.freshness()))
                    .as("%s goes back behind %s", update.to(), before)
                    .isFalse();
        });
        table = update.applyTo(table);
        assertThat(table.digest()).isEqualTo(update.to().digest());
        serving = Optional.of(update.to());
    }

    EncodedTable table() {
        return table;
    }

    boolean serves() {
        return serving.isPresent();
    }
}
