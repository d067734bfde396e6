package dev.sluice.resource;

import dev.sluice.key.ResourceKey.TicketKeysKey;
import java.util.List;

/** Keys of TLS session tickets, newest first: the first encrypts, all decrypt. Never printed. */
public record TicketKeys(TicketKeysKey key, List<SecretBytes> keys) implements Resource {
    public TicketKeys {
        keys = List.copyOf(keys);
    }
}
