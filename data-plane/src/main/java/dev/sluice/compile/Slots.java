package dev.sluice.compile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Upstreams by number, in a tree of small arrays: replacing one copies a few of them, whatever their number. Persistent.
 */
final class Slots {
    private static final int BITS = 6;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;

    static final Slots EMPTY = new Slots(new Object[WIDTH], 0);

    private final Object[] root;
    private final int shift;

    /** @param shift bits below those that index the root: the tree holds {@code WIDTH << shift} slots */
    private Slots(@Nullable Object[] root, int shift) {
        this.root = root;
        this.shift = shift;
    }

    /** @throws IllegalArgumentException if the slot is empty: it is not of this state */
    CompiledUpstream get(int slot) {
        CompiledUpstream upstream = find(slot);
        if (upstream == null) {
            throw new IllegalArgumentException("no upstream in slot " + slot);
        }
        return upstream;
    }

    /** What is in a slot, or null if it is empty. */
    @Nullable
    CompiledUpstream find(int slot) {
        Object[] node = slot >>> shift < WIDTH ? root : null;
        for (int level = shift; node != null && level > 0; level -= BITS) {
            node = (Object[]) node[slot >>> level & MASK];
        }
        return node == null ? null : (CompiledUpstream) node[slot & MASK];
    }

    /** These slots with one replaced, or emptied if {@code upstream} is null. */
    Slots with(int slot, @Nullable CompiledUpstream upstream) {
        if (slot >>> shift >= WIDTH) {
            Object[] higher = new Object[WIDTH];
            higher[0] = root;
            return new Slots(higher, shift + BITS).with(slot, upstream);
        }
        return new Slots(with(root, shift, slot, upstream), shift);
    }

    private static Object[] with(Object @Nullable [] node, int level, int slot, @Nullable CompiledUpstream upstream) {
        Object[] copy = node == null ? new Object[WIDTH] : Arrays.copyOf(node, WIDTH);
        int place = slot >>> level & MASK;
        copy[place] = level == 0 ? upstream : with((Object[]) copy[place], level - BITS, slot, upstream);
        return copy;
    }
}
