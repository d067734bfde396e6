package dev.sluice.observe;

import dev.sluice.forward.Ended;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the last requests of one lane; the oldest give way. The lane writes and never waits; whoever looks for a
 * request reads beside it, and what is overwritten meanwhile is not found.
 */
final class FactsRing {
    private final @Nullable FactsSlot[] slots;
    private final AtomicLong written = new AtomicLong();

    /** @param size in requests, 1 or more */
    FactsRing(int size) {
        this.slots = new FactsSlot[size];
    }

    /** Called in the lane. A slot is made when it is first needed, and then used again and again. */
    void write(Ended exchange, long endedAtMillis) {
        long at = written.getPlain();
        int place = (int) (at % slots.length);
        FactsSlot slot = slots[place];
        if (slot == null) {
            slot = new FactsSlot();
            slots[place] = slot;
        }
        slot.write(exchange, endedAtMillis);
        written.setRelease(at + 1);
    }

    /** How many are remembered. */
    int size() {
        return (int) Math.min(written.getAcquire(), slots.length);
    }

    void find(byte[] id, Consumer<RequestFacts> found) {
        int size = size();
        for (int i = 0; i < size; i++) {
            FactsSlot slot = slots[i];
            RequestFacts facts = slot == null ? null : slot.read(id);
            if (facts != null) {
                found.accept(facts);
            }
        }
    }
}
