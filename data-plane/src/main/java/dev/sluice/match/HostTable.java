package dev.sluice.match;

import dev.sluice.http.Authority;
import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The most specific entry for a host: exact, then one label before a name, then the longest suffix, then any. Persistent.
 * A request without a host, or with an IP address for one, meets the entry for any host only.
 *
 * @param <V> what is found
 */
final class HostTable<V> {
    private static final HostTable<?> EMPTY =
            new HostTable<>(null, ByteTable.empty(), ByteTable.empty(), ByteTable.empty());

    private final @Nullable V any;
    private final ByteTable<V> exact;
    private final ByteTable<V> oneLabel;
    private final ByteTable<V> suffix;

    private HostTable(@Nullable V any, ByteTable<V> exact, ByteTable<V> oneLabel, ByteTable<V> suffix) {
        this.any = any;
        this.exact = exact;
        this.oneLabel = oneLabel;
        this.suffix = suffix;
    }

    @SuppressWarnings("unchecked") // holds nothing
    static <V> HostTable<V> empty() {
        return (HostTable<V>) EMPTY;
    }

    boolean isEmpty() {
        return any == null && exact.isEmpty() && oneLabel.isEmpty() && suffix.isEmpty();
    }

    @Nullable
    V find(Authority authority) {
        int length = authority.length();
        if (length == 0 || authority.ipLiteral() || (exact.isEmpty() && oneLabel.isEmpty() && suffix.isEmpty())) {
            return any;
        }
        return named(authority.bytes(), length);
    }

    /** One pass from the last byte to the first: every suffix's hash is met on the way to the whole host's. */
    private @Nullable V named(byte[] host, int length) {
        int hash = ByteHash.START;
        int parentHash = 0;
        int parentStart = -1;
        V bySuffix = null;
        for (int i = length - 1; i >= 0; i--) {
            if (host[i] == '.') {
                parentHash = ByteHash.spread(hash);
                parentStart = i + 1;
                V longer = suffix.get(host, parentStart, length, parentHash);
                bySuffix = longer != null ? longer : bySuffix;
            }
            hash = ByteHash.step(hash, host[i]);
        }
        V found = exact.get(host, 0, length, ByteHash.spread(hash));
        if (found == null && parentStart > 0) {
            found = oneLabel.get(host, parentStart, length, parentHash);
        }
        if (found == null) {
            found = bySuffix;
        }
        return found != null ? found : any;
    }

    /** Every entry that is for a host, the one that {@link #find} takes first. To explain, not to serve: it allocates. */
    List<V> matching(Authority authority) {
        List<V> found = new ArrayList<>();
        int length = authority.length();
        if (length > 0 && !authority.ipLiteral()) {
            byte[] host = Arrays.copyOf(authority.bytes(), length);
            add(found, exact, host);
            for (int dot = dot(host, 0); dot > 0; dot = dot(host, dot + 1)) {
                byte[] parent = Arrays.copyOfRange(host, dot + 1, length);
                if (dot == dot(host, 0)) {
                    add(found, oneLabel, parent);
                }
                add(found, suffix, parent);
            }
        }
        if (any != null) {
            found.add(any);
        }
        return found;
    }

    private static int dot(byte[] host, int from) {
        int at = from;
        while (at < host.length && host[at] != '.') {
            at++;
        }
        return at < host.length ? at : -1;
    }

    private static <V> void add(List<V> found, ByteTable<V> table, byte[] key) {
        V value = table.get(key, 0, key.length, ByteHash.backward(key));
        if (value != null) {
            found.add(value);
        }
    }

    /** The entry for exactly this match, without looking for a less specific one. */
    @Nullable
    V get(HostMatch match) {
        return switch (match) {
            case HostMatch.Any any -> this.any;
            case HostMatch.Exact(HostName name) -> get(exact, name);
            case HostMatch.OneLabel(HostName parent) -> get(oneLabel, parent);
            case HostMatch.Suffix(HostName parent) -> get(suffix, parent);
        };
    }

    private static <V> @Nullable V get(ByteTable<V> table, HostName name) {
        byte[] key = bytes(name);
        return table.get(key, 0, key.length, ByteHash.backward(key));
    }

    /** This table with the entry for {@code match} replaced, or removed if {@code value} is null. */
    HostTable<V> with(HostMatch match, @Nullable V value) {
        return switch (match) {
            case HostMatch.Any any -> new HostTable<>(value, exact, oneLabel, suffix);
            case HostMatch.Exact(HostName name) -> new HostTable<>(any, with(exact, name, value), oneLabel, suffix);
            case HostMatch.OneLabel(HostName parent) ->
                new HostTable<>(any, exact, with(oneLabel, parent, value), suffix);
            case HostMatch.Suffix(HostName parent) ->
                new HostTable<>(any, exact, oneLabel, with(suffix, parent, value));
        };
    }

    private static <V> ByteTable<V> with(ByteTable<V> table, HostName name, @Nullable V value) {
        byte[] key = bytes(name);
        int hash = ByteHash.backward(key);
        return value == null ? table.minus(key, hash) : table.plus(key, hash, value);
    }

    /** Every entry, in no particular order. */
    void forEach(Consumer<? super V> action) {
        if (any != null) {
            action.accept(any);
        }
        exact.forEach(action);
        oneLabel.forEach(action);
        suffix.forEach(action);
    }

    private static byte[] bytes(HostName name) {
        return name.value().getBytes(StandardCharsets.US_ASCII);
    }
}
