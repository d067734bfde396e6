package dev.sluice.sync.disk;

import dev.sluice.key.ResourceKey;
import java.util.List;

/**
 * Resources that belong to a state and that its file does not give away.
 *
 * @param why for people; empty if there are none
 */
public record Withheld(List<ResourceKey> keys, String why) {
    /** Everything is there. */
    public static final Withheld NOTHING = new Withheld(List.of(), "");

    public Withheld {
        keys = List.copyOf(keys);
    }
}
