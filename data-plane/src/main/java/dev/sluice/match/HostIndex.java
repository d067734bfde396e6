package dev.sluice.match;

import dev.sluice.http.Authority;
import dev.sluice.resource.HostMatch;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One value for each port and host: the most specific one answers. Persistent: a change shares all but the way to what
 * changed; reading needs no lock and allocates nothing.
 *
 * @param <V> what is found
 */
public final class HostIndex<V> {
    private static final HostIndex<?> EMPTY = new HostIndex<>(new int[0], new HostTable<?>[0]);

    private final int[] ports;
    private final HostTable<?>[] tables;

    private HostIndex(int[] ports, HostTable<?>[] tables) {
        this.ports = ports;
        this.tables = tables;
    }

    @SuppressWarnings("unchecked") // holds nothing
    public static <V> HostIndex<V> empty() {
        return (HostIndex<V>) EMPTY;
    }

    /** The value of the most specific entry, or null if none is for that host. */
    public @Nullable V find(int port, Authority host) {
        return table(port).find(host);
    }

    /** The value of exactly this entry, or null. */
    public @Nullable V get(int port, HostMatch host) {
        return table(port).get(host);
    }

    @SuppressWarnings("unchecked") // only tables of V are put in
    private HostTable<V> table(int port) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                return (HostTable<V>) tables[i];
            }
        }
        return HostTable.empty();
    }

    /** Ports that have an entry, ascending. */
    public int[] ports() {
        return ports.clone();
    }

    /** This index with one entry replaced, or removed if {@code value} is null. */
    public HostIndex<V> with(int port, HostMatch host, @Nullable V value) {
        HostTable<V> changed = table(port).with(host, value);
        int place = Arrays.binarySearch(ports, port);
        if (place < 0) {
            return changed.isEmpty() ? this : inserted(-1 - place, port, changed);
        }
        if (changed.isEmpty()) {
            return without(place);
        }
        HostTable<?>[] others = tables.clone();
        others[place] = changed;
        return new HostIndex<>(ports, others);
    }

    private HostIndex<V> inserted(int place, int port, HostTable<V> table) {
        int[] morePorts = Arrays.copyOf(ports, ports.length + 1);
        HostTable<?>[] moreTables = Arrays.copyOf(tables, ports.length + 1);
        System.arraycopy(ports, place, morePorts, place + 1, ports.length - place);
        System.arraycopy(tables, place, moreTables, place + 1, ports.length - place);
        morePorts[place] = port;
        moreTables[place] = table;
        return new HostIndex<>(morePorts, moreTables);
    }

    private HostIndex<V> without(int place) {
        int[] lessPorts = new int[ports.length - 1];
        HostTable<?>[] lessTables = new HostTable<?>[ports.length - 1];
        System.arraycopy(ports, 0, lessPorts, 0, place);
        System.arraycopy(tables, 0, lessTables, 0, place);
        System.arraycopy(ports, place + 1, lessPorts, place, lessPorts.length - place);
        System.arraycopy(tables, place + 1, lessTables, place, lessPorts.length - place);
        return new HostIndex<>(lessPorts, lessTables);
    }

    /** Every value, in no particular order. */
    public void forEach(Consumer<? super V> action) {
        for (int port : ports) {
            table(port).forEach(action);
        }
    }
}
