package dev.sluice.match;

import dev.sluice.http.Authority;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.HostMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every rule of a data plane by port, listener and host. Persistent: a change copies the way to what changed and shares the
 * rest, so its cost does not grow with the number of rules; reading needs no lock and allocates nothing.
 *
 * <p>The most specific listener of a port answers, and within it the most specific host; neither falls back to a less
 * specific one if it has an entry but no rule for the request (ingress-nginx, and Ingress v1 as its conformance tests read
 * it).
 */
public final class RouteIndex {
    public static final RouteIndex EMPTY = new RouteIndex(new int[0], new ListenerTable[0]);

    /** The listeners of one port. */
    private record ListenerTable(HostTable<HostTable<HostRoutes>> listeners) {}

    private final int[] ports;
    private final ListenerTable[] tables;

    private RouteIndex(int[] ports, ListenerTable[] tables) {
        this.ports = ports;
        this.tables = tables;
    }

    /** The rules of the most specific entry for a host, or null if none is for it. */
    public @Nullable HostRoutes host(int logicalPort, Authority authority) {
        int place = place(logicalPort);
        if (place < 0) {
            return null;
        }
        HostTable<HostRoutes> listener = tables[place].listeners.find(authority);
        return listener == null ? null : listener.find(authority);
    }

    /**
     * The rule for a request, or null if there is none. Does not ask whether the host wants such paths at all: for that,
     * use {@link #host} and {@link HostRoutes#refuses}.
     */
    public @Nullable CompiledRoute find(int logicalPort, RequestHead head) {
        HostRoutes host = host(logicalPort, head.authority());
        return host == null ? null : host.find(head);
    }

    /**
     * How the rules that might be for a request stand to it, those of the host that decides first. To explain, not to serve.
     *
     * @param most rules that are looked at
     */
    public Standings standings(int logicalPort, RequestHead head, int most) {
        int place = place(logicalPort);
        if (place < 0) {
            return Standings.NONE;
        }
        Authority authority = head.authority();
        List<HostRoutes> hosts = new ArrayList<>();
        for (HostTable<HostRoutes> listener : tables[place].listeners.matching(authority)) {
            hosts.addAll(listener.matching(authority));
        }
        return Standings.of(hosts, head, most);
    }

    /** Logical ports that have a listener, ascending. */
    public int[] ports() {
        return ports.clone();
    }

    private int place(int port) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                return i;
            }
        }
        return -1;
    }

    private HostTable<HostTable<HostRoutes>> listeners(int port) {
        int place = place(port);
        return place < 0 ? HostTable.empty() : tables[place].listeners;
    }

    /** This index with a listener; one without rules answers for its hosts too, with "no route". */
    public RouteIndex plusListener(int port, HostMatch listener) {
        HostTable<HostTable<HostRoutes>> listeners = listeners(port);
        return listeners.get(listener) != null ? this : with(port, listeners.with(listener, HostTable.empty()));
    }

    /** This index without a listener and whatever rules it still had. */
    public RouteIndex minusListener(int port, HostMatch listener) {
        return with(port, listeners(port).with(listener, null));
    }

    /**
     * This index with a rule at a listener, where it is not yet.
     *
     * @throws IllegalArgumentException if there is no such listener
     */
    public RouteIndex plus(int port, HostMatch listener, CompiledRoute rule) {
        HostTable<HostRoutes> hosts = listeners(port).get(listener);
        if (hosts == null) {
            throw new IllegalArgumentException("no listener for " + listener + " at port " + port);
        }
        HostMatch host = rule.route().host();
        HostRoutes routes = hosts.get(host);
        HostRoutes more = (routes == null ? HostRoutes.EMPTY : routes).plus(rule);
        return with(port, listeners(port).with(listener, hosts.with(host, more)));
    }

    /** This index without a rule at a listener; {@code rule} must be the one that was put in. */
    public RouteIndex minus(int port, HostMatch listener, CompiledRoute rule) {
        HostTable<HostRoutes> hosts = listeners(port).get(listener);
        HostMatch host = rule.route().host();
        HostRoutes routes = hosts == null ? null : hosts.get(host);
        if (hosts == null || routes == null) {
            return this;
        }
        HostRoutes less = routes.minus(rule);
        return with(port, listeners(port).with(listener, hosts.with(host, less.isEmpty() ? null : less)));
    }

    private RouteIndex with(int port, HostTable<HostTable<HostRoutes>> listeners) {
        int place = place(port);
        if (place >= 0 && !listeners.isEmpty()) {
            ListenerTable[] changed = tables.clone();
            changed[place] = new ListenerTable(listeners);
            return new RouteIndex(ports, changed);
        }
        if (place >= 0) {
            return without(place);
        }
        return listeners.isEmpty() ? this : inserted(port, new ListenerTable(listeners));
    }

    private RouteIndex inserted(int port, ListenerTable table) {
        int place = -1 - Arrays.binarySearch(ports, port);
        int[] morePorts = Arrays.copyOf(ports, ports.length + 1);
        ListenerTable[] moreTables = Arrays.copyOf(tables, ports.length + 1);
        System.arraycopy(ports, place, morePorts, place + 1, ports.length - place);
        System.arraycopy(tables, place, moreTables, place + 1, ports.length - place);
        morePorts[place] = port;
        moreTables[place] = table;
        return new RouteIndex(morePorts, moreTables);
    }

    private RouteIndex without(int place) {
        int[] lessPorts = new int[ports.length - 1];
        ListenerTable[] lessTables = new ListenerTable[ports.length - 1];
        System.arraycopy(ports, 0, lessPorts, 0, place);
        System.arraycopy(tables, 0, lessTables, 0, place);
        System.arraycopy(ports, place + 1, lessPorts, place, lessPorts.length - place);
        System.arraycopy(tables, place + 1, lessTables, place, lessPorts.length - place);
        return new RouteIndex(lessPorts, lessTables);
    }

    /** Every entry of every listener of a port, in no particular order. */
    public void forEachHost(int port, Consumer<? super HostRoutes> action) {
        listeners(port).forEach(listener -> listener.forEach(action));
    }
}
