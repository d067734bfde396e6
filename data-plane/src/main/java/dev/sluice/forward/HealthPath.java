package dev.sluice.forward;

import dev.sluice.http.Authority;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where load balancers ask on the traffic port whether this data plane wants requests. It answers before routes are looked
 * at and whatever the load is, so that no route and no overload can speak for the proxy.
 */
public final class HealthPath {
    /** Nobody may ask. */
    public static final HealthPath NONE = new HealthPath("", Hosts.ADDRESS, Set.of(), () -> Reason.HEALTHY);

    /** For which hosts the path is the proxy's; all others keep it for their routes. */
    public enum Hosts {
        /** For none, and for an IP address: what load balancers send unless told otherwise. */
        ADDRESS,
        ANY,
        /** For those that are named. */
        NAMED
    }

    private final byte[] path;
    private final Hosts hosts;
    private final Set<String> names;
    private final Supplier<Reason> state;

    /**
     * @param path begins with {@code /}; empty switches it off
     * @param names for {@link Hosts#NAMED}, in lower case
     * @param state {@link Reason#HEALTHY}, or why no requests are wanted; asked by every lane
     */
    public HealthPath(String path, Hosts hosts, Set<String> names, Supplier<Reason> state) {
        this.path = path.getBytes(StandardCharsets.ISO_8859_1);
        this.hosts = hosts;
        this.names = Set.copyOf(names);
        this.state = state;
    }

    /** The answer, or null if the request is for somebody else. */
    @Nullable
    Reason answer(RequestHead head) {
        return path.length > 0 && asked(head) && host(head.authority()) && Method.reads(head.method())
                ? state.get()
                : null;
    }

    /** The path alone, or with a query. */
    private boolean asked(RequestHead head) {
        byte[] target = head.target();
        int length = head.targetLength();
        return length >= path.length
                && (length == path.length || target[path.length] == '?')
                && Arrays.equals(target, 0, path.length, path, 0, path.length);
    }

    private boolean host(Authority authority) {
        return switch (hosts) {
            case ANY -> true;
            case ADDRESS -> authority.length() == 0 || authority.ipLiteral();
            case NAMED -> names.contains(authority.toString());
        };
    }
}
