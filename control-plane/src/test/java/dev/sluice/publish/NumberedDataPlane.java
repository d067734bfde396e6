package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Version;
import dev.sluice.key.Version.Standing;
import dev.sluice.key.WatchKey;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.v1.Update;
import java.util.Map;
import java.util.Optional;

/**
 * A data plane that applies what the rules of versions let it apply, and is looked at by somebody who knows more: which
 * state the numbers stand for. That does not go by the rules' own comparison.
 */
final class NumberedDataPlane {
    static final int MAX_BYTES = 2048;

    private final Replayed replayed;
    private Version version = Version.NONE;
    private EncodedTable table = EncodedTable.EMPTY;

    NumberedDataPlane(Replayed replayed) {
        this.replayed = replayed;
    }

    Version version() {
        return version;
    }

    /** @param eras of the offered version's numbers */
    Standing take(Snapshot offered, Map<WatchKey, Integer> eras) throws UndecodableException {
        Version to = offered.version();
        Standing standing = to.standingTo(version);
        switch (standing) {
            case OLDER -> {}
            case SAME -> version = to.freshness().lowerThan(version.freshness()) ? version : to;
            case APPLIES -> {
                assertNotOlder(to);
                apply(offered);
                assertThat(to.digest())
                        .as("%s is the state of its numbers %s", to, to.freshness())
                        .isEqualTo(replayed.digest(eras, to.freshness().consumed()));
                replayed.assertAfterRestorations(to, eras);
            }
        }
        return standing;
    }

    private void assertNotOlder(Version to) {
        long generations = to.epoch().generation() - version.epoch().generation();
        long decisions = to.decision() - version.decision();
        if (version.equals(Version.NONE) || generations > 0) {
            return;
        }
        assertThat(generations).as("%s after %s: generation", to, version).isZero();
        assertThat(decisions).as("%s after %s: decision", to, version).isNotNegative();
        if (decisions == 0) {
            assertThat(to.freshness().consumed())
                    .as("%s after %s: no number falls", to.freshness(), version.freshness())
                    .allSatisfy((watch, number) -> assertThat(number)
                            .isGreaterThanOrEqualTo(
                                    version.freshness().consumed().getOrDefault(watch, 0L)));
        }
    }

    private void apply(Snapshot offered) throws UndecodableException {
        Outgoing outgoing = offered.since(version, MAX_BYTES).orElseGet(() -> offered.whole(MAX_BYTES));
        UpdateAssembler assembler = new UpdateAssembler(UpdateAssembler.Bounds.DEFAULT);
        Optional<AssembledUpdate> update = Optional.empty();
        for (Update part : outgoing.parts()) {
            update = assembler.add(part);
        }
        table = update.orElseThrow().applyTo(table);
        version = offered.version();
        assertThat(table.digest()).as("what came is what was named").isEqualTo(version.digest());
    }
}
