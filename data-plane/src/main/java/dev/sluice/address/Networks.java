package dev.sluice.address;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * A set of networks, as the proxies whose word is taken. Made at configuration time; asked without allocation. Safe for
 * every thread.
 */
public final class Networks {
    /** Contains nothing. */
    public static final Networks NONE = new Networks(List.of());

    /** More than any list of proxies has; each address asked about is compared with all of them. */
    public static final int MOST = 1024;

    private final Network[] networks;

    private Networks(List<Network> networks) {
        this.networks = networks.toArray(Network[]::new);
    }

    /**
     * @param texts as {@link Network#parse} reads them, at most {@link #MOST}
     * @throws IllegalArgumentException if one is no network, naming it, or there are too many
     */
    public static Networks of(List<String> texts) {
        if (texts.size() > MOST) {
            throw new IllegalArgumentException(texts.size() + " networks, expected at most " + MOST);
        }
        return texts.isEmpty()
                ? NONE
                : new Networks(texts.stream().map(Network::parse).toList());
    }

    /** Those of both. */
    public Networks and(Networks more) {
        return new Networks(
                Stream.of(networks, more.networks).flatMap(Stream::of).toList());
    }

    public boolean isEmpty() {
        return networks.length == 0;
    }

    public boolean contains(IpBits address) {
        return contains(address.high(), address.low());
    }

    /** Allocates; for once a connection. */
    public boolean contains(InetAddress address) {
        return networks.length > 0 && contains(new IpBits().set(address));
    }

    private boolean contains(long high, long low) {
        for (Network network : networks) {
            if (network.contains(high, low)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return List.of(networks).toString();
    }
}
