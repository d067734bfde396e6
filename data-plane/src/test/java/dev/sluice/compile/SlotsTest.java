package dev.sluice.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ResourceKey.UpstreamKey;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tree of slots grows by levels, and older ones are not changed by it. */
class SlotsTest {
    private static CompiledUpstream upstream(int i) {
        return CompiledUpstream.missing(new UpstreamKey("u" + i));
    }

    @Test
    void everySlotHoldsWhatWasPutThere() {
        Slots slots = Slots.EMPTY;
        for (int i = 0; i < 5000; i++) {
            slots = slots.with(i, upstream(i));
        }
        Slots before = slots;
        slots = slots.with(300_000, upstream(300_000)).with(17, null);

        assertThat(new Random(1).ints(100, 0, 5000).filter(i -> i != 17).boxed())
                .allSatisfy(i -> assertThat(before.get(i).key().id()).isEqualTo("u" + i));
        assertThat(slots.get(4999).key().id()).isEqualTo("u4999");
        assertThat(slots.get(300_000).key().id()).isEqualTo("u300000");
        assertThat(before.get(17).key().id()).isEqualTo("u17");
    }

    @Test
    void anEmptySlotIsOfAnotherState() {
        Slots slots = Slots.EMPTY.with(3, upstream(3));

        for (int slot : new int[] {2, 64, 5000}) {
            assertThatThrownBy(() -> slots.get(slot)).hasMessage("no upstream in slot " + slot);
        }
    }
}
